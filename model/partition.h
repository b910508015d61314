/*
 * partition.h - AWS's partitions: their regions, names and hosts (facts of AWS's
 * endpoint rule sets and list of partitions; compared with botocore's copy in
 * tests/clients).
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

struct partition {
	const char *name;              /* "aws-us-gov", as in ARNs */
	const char *region_prefix;     /* "us-gov-"; "" matches every region */
	const char *dns_suffix;        /* "amazonaws.com" */
	const char *dual_stack_suffix; /* "api.aws": names with IPv6 addresses, too */
	const char *default_region;    /* when only the partition is known */
	const char *global_region;     /* where Organizations and Account Management are */
	const char *iam_region;        /* for which IAM is signed */
	/* IAM's hosts, by enum partition_variant. */
	const char *iam_hosts[4];
};

/* Which names of a service are wanted; bits. */
enum partition_variant {
	VARIANT_USUAL = 0,
	VARIANT_FIPS = 1,       /* only cryptography validated by FIPS 140 */
	VARIANT_DUAL_STACK = 2, /* with IPv6 */
};

/* A host and the region its requests are signed for. */
struct partition_host {
	const char *name, *region;
};

/* The partition a region belongs to. */
const struct partition *partition_of_region(const char *region);

/* The partition of that name, or NULL. */
const struct partition *partition_by_name(const char *name);

/* A text that names "aws" in its ARNs, such as a policy of AWS's own, in another partition. */
const char *partition_text(struct arena *arena, const char *partition, const char *text);

/* The partition of a pseudo region as "aws-global"; NULL if it is none. */
const struct partition *partition_of_pseudo_region(const char *name);

/*
 * The host of a service ("sts", "iam", "organizations", "account", "s3", "sqs",
 * "sso", "sso_oidc") for callers in @region. Text in @arena.
 */
struct partition_host partition_host(struct arena *arena, const char *service, const char *region,
				     unsigned variants);
