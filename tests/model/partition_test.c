/*
 * Hosts and signing regions by hand, for every partition; tests/clients compares
 * all of them with botocore's rules where botocore is there.
 */
#include "tests/support/check.h"

#include "model/partition.h"

enum { BOTH = VARIANT_FIPS | VARIANT_DUAL_STACK };

static const struct row {
	const char *name, *service, *region;
	unsigned variants;
	const char *want; /* "host signing-region" */
} rows[] = {
	{ "IAM is one for the partition", "iam", "eu-west-1", VARIANT_USUAL,
	  "iam.amazonaws.com us-east-1" },
	{ "IAM with FIPS", "iam", "eu-west-1", VARIANT_FIPS, "iam-fips.amazonaws.com us-east-1" },
	{ "IAM with IPv6", "iam", "eu-west-1", VARIANT_DUAL_STACK, "iam.global.api.aws us-east-1" },
	{ "IAM with both", "iam", "eu-west-1", BOTH, "iam-fips.global.api.aws us-east-1" },
	{ "China's IAM", "iam", "cn-northwest-1", VARIANT_USUAL,
	  "iam.cn-north-1.amazonaws.com.cn cn-north-1" },
	{ "GovCloud's IAM", "iam", "us-gov-east-1", VARIANT_USUAL,
	  "iam.us-gov.amazonaws.com us-gov-west-1" },
	{ "GovCloud's IAM has no other name with FIPS", "iam", "us-gov-east-1", VARIANT_FIPS,
	  "iam.us-gov.amazonaws.com us-gov-west-1" },
	{ "the sovereign cloud's IAM", "iam", "eusc-de-east-1", VARIANT_USUAL,
	  "iam.eusc-de-east-1.amazonaws.eu eusc-de-east-1" },
	{ "ISO's IAM", "iam", "us-iso-west-1", VARIANT_USUAL,
	  "iam.us-iso-east-1.c2s.ic.gov us-iso-east-1" },
	{ "ISO-B's IAM", "iam", "us-isob-east-1", VARIANT_USUAL,
	  "iam.us-isob-east-1.sc2s.sgov.gov us-isob-east-1" },
	{ "ISO-E's IAM", "iam", "eu-isoe-west-1", VARIANT_USUAL,
	  "iam.eu-isoe-west-1.cloud.adc-e.uk eu-isoe-west-1" },
	{ "ISO-F's IAM", "iam", "us-isof-east-1", VARIANT_USUAL,
	  "iam.us-isof-south-1.csp.hci.ic.gov us-isof-south-1" },
	{ "Organizations is in one region of the partition", "organizations", "ap-south-1",
	  VARIANT_USUAL, "organizations.us-east-1.amazonaws.com us-east-1" },
	{ "Organizations with FIPS", "organizations", "us-east-1", VARIANT_FIPS,
	  "organizations-fips.us-east-1.amazonaws.com us-east-1" },
	{ "China's Organizations is not where its IAM is", "organizations", "cn-north-1",
	  VARIANT_USUAL, "organizations.cn-northwest-1.amazonaws.com.cn cn-northwest-1" },
	{ "GovCloud's Organizations has no other name with FIPS", "organizations", "us-gov-east-1",
	  BOTH, "organizations.us-gov-west-1.api.aws us-gov-west-1" },
	{ "ISO-E's Organizations", "organizations", "eu-isoe-west-1", VARIANT_USUAL,
	  "organizations.eu-isoe-west-1.cloud.adc-e.uk eu-isoe-west-1" },
	{ "Account Management is beside Organizations", "account", "eu-west-1", VARIANT_USUAL,
	  "account.us-east-1.amazonaws.com us-east-1" },
	{ "STS is of the region", "sts", "eu-west-3", VARIANT_USUAL,
	  "sts.eu-west-3.amazonaws.com eu-west-3" },
	{ "STS with FIPS", "sts", "us-west-2", VARIANT_FIPS,
	  "sts-fips.us-west-2.amazonaws.com us-west-2" },
	{ "GovCloud's STS has no other name with FIPS", "sts", "us-gov-west-1", VARIANT_FIPS,
	  "sts.us-gov-west-1.amazonaws.com us-gov-west-1" },
	{ "but with FIPS and IPv6", "sts", "us-gov-west-1", BOTH,
	  "sts-fips.us-gov-west-1.api.aws us-gov-west-1" },
	{ "China's STS with IPv6", "sts", "cn-north-1", VARIANT_DUAL_STACK,
	  "sts.cn-north-1.api.amazonwebservices.com.cn cn-north-1" },
	{ "S3 has its own names with IPv6", "s3", "eu-west-1", BOTH,
	  "s3-fips.dualstack.eu-west-1.amazonaws.com eu-west-1" },
	{ "the portal of IAM Identity Center", "sso", "eu-west-1", VARIANT_USUAL,
	  "portal.sso.eu-west-1.amazonaws.com eu-west-1" },
	{ "its OIDC", "sso_oidc", "eu-west-1", VARIANT_USUAL,
	  "oidc.eu-west-1.amazonaws.com eu-west-1" },
};

static void is_at(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct partition_host host =
		partition_host(&t->arena, row->service, row->region, row->variants);

	assert_string_equal(arena_printf(&t->arena, "%s %s", host.name, host.region), row->want);
}

/* Texts of AWS's own as another partition has them. */
static const struct text_row {
	const char *name, *partition, *text, *want;
} text_rows[] = {
	{ "in aws a text stays", "aws", "arn:aws:iam::*:root", "arn:aws:iam::*:root" },
	{ "elsewhere every ARN names the partition", "aws-us-gov",
	  "[\"arn:aws:iam::*:root\",\"arn:aws:sqs:*:*:*\"]",
	  "[\"arn:aws-us-gov:iam::*:root\",\"arn:aws-us-gov:sqs:*:*:*\"]" },
	{ "an ARN of another partition stays", "aws-cn", "arn:aws-iso:iam::*:root",
	  "arn:aws-iso:iam::*:root" },
	{ "a text without ARNs stays", "aws-cn", "", "" },
};

static void is_written(void **state)
{
	struct fixture *t = *state;
	const struct text_row *row = t->row;

	assert_string_equal(partition_text(&t->arena, row->partition, row->text), row->want);
}

static const struct name_row {
	const char *name, *partition;
	bool is_known;
} name_rows[] = {
	{ "a partition is found by its name", "aws-us-gov", true },
	{ "a region is no partition", "us-gov-west-1", false },
	{ "nothing is none", "", false },
};

static void is_named(void **state)
{
	struct fixture *t = *state;
	const struct name_row *row = t->row;

	assert_int_equal(partition_by_name(row->partition) != NULL, row->is_known);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, is_at),
		CHECK_TABLE(text_rows, is_written),
		CHECK_TABLE(name_rows, is_named),
	};

	return check_tables("model/partition", tables, ARRAY_LEN(tables));
}
