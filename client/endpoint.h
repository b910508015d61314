/*
 * endpoint.h - where a service is reached, and for which region it is signed.
 *
 * The partitions and the order of overrides are facts of AWS (endpoint rule
 * sets; SDKs and Tools guide, service-specific endpoints). STS is always
 * regional: AssumeRoot does not exist at the global endpoint (recorded).
 */
#pragma once

#include "client/config.h"
#include "client/environment.h"
#include "client/notice.h"
#include "model/partition.h"
#include "wire/arena.h"
#include "wire/fault.h"

#define ENDPOINT_OF_AWS "AWS" /* the source of an endpoint that no setting names */

/* What decides; texts are borrowed. */
struct endpoint_settings {
	const struct environment *environment;
	const struct config *config;
	const char *profile;
	const char *url; /* --endpoint-url, or NULL */
	struct notice notice;
};

struct region {
	const char *name;   /* never a pseudo region as "aws-global" */
	const char *source; /* "--region", "AWS_REGION", ..., "default" */
};

/* What is asked for. */
struct endpoint_wanted {
	const char *service; /* "sts", "iam", ...; see partition_host() */
	const char *region;  /* the caller's */
};

struct endpoint {
	const char *url;            /* scheme, host, port and path, without "/" at its end */
	const char *signing_region; /* of the credential scope */
	const char *source;         /* the setting that named it; "AWS" if none did */
};

/* FAULT_USAGE, with @source, if @region cannot be a region's name: it becomes part of hosts. */
MUST_USE bool endpoint_check_region(const char *region, const char *source, struct fault *fault);

/*
 * The region: @option, else AWS_REGION, AWS_DEFAULT_REGION, the profile's, else
 * us-east-1. FAULT_USAGE if it is no region's name. A pseudo region is
 * corrected and said.
 */
MUST_USE bool endpoint_region(const struct endpoint_settings *settings, const char *option,
			      struct region *out_region, struct fault *fault);

/* Whether no endpoint but --endpoint-url counts. */
bool endpoint_ignores_configured(const struct endpoint_settings *settings);

/*
 * The endpoint of a service. FAULT_USAGE if a configured URL is no http or
 * https URL, or comes with the wish for FIPS or dual-stack names. A setting that asks for global
 * STS is corrected and said.
 */
MUST_USE bool endpoint_resolve(const struct endpoint_settings *settings, struct arena *arena,
			       const struct endpoint_wanted *wanted, struct endpoint *out_endpoint,
			       struct fault *fault);
