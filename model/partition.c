#include "model/partition.h"

#include <string.h>

#include "wire/buffer.h"

/* The last one is for every other region. */
static const struct partition partitions[] = {
	{ .name = "aws-cn",
	  .region_prefix = "cn-",
	  .dns_suffix = "amazonaws.com.cn",
	  .dual_stack_suffix = "api.amazonwebservices.com.cn",
	  .default_region = "cn-north-1",
	  .global_region = "cn-northwest-1",
	  .iam_region = "cn-north-1",
	  .iam_hosts = { "iam.cn-north-1.amazonaws.com.cn", "iam-fips.amazonaws.com.cn",
			 "iam.global.api.amazonwebservices.com.cn",
			 "iam-fips.api.amazonwebservices.com.cn" } },
	{ .name = "aws-us-gov",
	  .region_prefix = "us-gov-",
	  .dns_suffix = "amazonaws.com",
	  .dual_stack_suffix = "api.aws",
	  .default_region = "us-gov-west-1",
	  .global_region = "us-gov-west-1",
	  .iam_region = "us-gov-west-1",
	  .iam_hosts = { "iam.us-gov.amazonaws.com", "iam.us-gov.amazonaws.com",
			 "iam.us-gov.api.aws", "iam.us-gov.api.aws" } },
	{ .name = "aws-eusc",
	  .region_prefix = "eusc-",
	  .dns_suffix = "amazonaws.eu",
	  .dual_stack_suffix = "api.amazonwebservices.eu",
	  .default_region = "eusc-de-east-1",
	  .global_region = "eusc-de-east-1",
	  .iam_region = "eusc-de-east-1",
	  .iam_hosts = { "iam.eusc-de-east-1.amazonaws.eu", "iam-fips.amazonaws.eu",
			 "iam.global.api.amazonwebservices.eu",
			 "iam-fips.api.amazonwebservices.eu" } },
	{ .name = "aws-iso",
	  .region_prefix = "us-iso-",
	  .dns_suffix = "c2s.ic.gov",
	  .dual_stack_suffix = "api.aws.ic.gov",
	  .default_region = "us-iso-east-1",
	  .global_region = "us-iso-east-1",
	  .iam_region = "us-iso-east-1",
	  .iam_hosts = { "iam.us-iso-east-1.c2s.ic.gov", "iam-fips.us-iso-east-1.c2s.ic.gov",
			 "iam.api.aws.ic.gov", "iam-fips.api.aws.ic.gov" } },
	{ .name = "aws-iso-b",
	  .region_prefix = "us-isob-",
	  .dns_suffix = "sc2s.sgov.gov",
	  .dual_stack_suffix = "api.aws.scloud",
	  .default_region = "us-isob-east-1",
	  .global_region = "us-isob-east-1",
	  .iam_region = "us-isob-east-1",
	  .iam_hosts = { "iam.us-isob-east-1.sc2s.sgov.gov",
			 "iam-fips.us-isob-east-1.sc2s.sgov.gov", "iam.api.aws.scloud",
			 "iam-fips.api.aws.scloud" } },
	{ .name = "aws-iso-e",
	  .region_prefix = "eu-isoe-",
	  .dns_suffix = "cloud.adc-e.uk",
	  .dual_stack_suffix = "api.cloud-aws.adc-e.uk",
	  .default_region = "eu-isoe-west-1",
	  .global_region = "eu-isoe-west-1",
	  .iam_region = "eu-isoe-west-1",
	  .iam_hosts = { "iam.eu-isoe-west-1.cloud.adc-e.uk", "iam-fips.cloud.adc-e.uk",
			 "iam.api.cloud-aws.adc-e.uk", "iam-fips.api.cloud-aws.adc-e.uk" } },
	{ .name = "aws-iso-f",
	  .region_prefix = "us-isof-",
	  .dns_suffix = "csp.hci.ic.gov",
	  .dual_stack_suffix = "api.aws.hci.ic.gov",
	  .default_region = "us-isof-south-1",
	  .global_region = "us-isof-south-1",
	  .iam_region = "us-isof-south-1",
	  .iam_hosts = { "iam.us-isof-south-1.csp.hci.ic.gov", "iam-fips.csp.hci.ic.gov",
			 "iam.api.aws.hci.ic.gov", "iam-fips.api.aws.hci.ic.gov" } },
	{ .name = "aws",
	  .region_prefix = "",
	  .dns_suffix = "amazonaws.com",
	  .dual_stack_suffix = "api.aws",
	  .default_region = "us-east-1",
	  .global_region = "us-east-1",
	  .iam_region = "us-east-1",
	  .iam_hosts = { "iam.amazonaws.com", "iam-fips.amazonaws.com", "iam.global.api.aws",
			 "iam-fips.global.api.aws" } },
};

const struct partition *partition_of_region(const char *region)
{
	size_t last = ARRAY_LEN(partitions) - 1;

	for (size_t i = 0; i < last; i++)
		if (strncmp(region, partitions[i].region_prefix,
			    strlen(partitions[i].region_prefix)) == 0)
			return &partitions[i];
	return &partitions[last];
}

const struct partition *partition_by_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(partitions); i++)
		if (strcmp(partitions[i].name, name) == 0)
			return &partitions[i];
	return NULL;
}

const char *partition_text(struct arena *arena, const char *partition, const char *text)
{
	static const char written[] = "arn:aws:";
	const char *found;
	struct buffer out;

	if (strcmp(partition, "aws") == 0)
		return text;
	buffer_init(&out, arena, strlen(text) + 64);
	for (; (found = strstr(text, written)); text = found + sizeof(written) - 1) {
		buffer_add(&out, text, (size_t)(found - text));
		buffer_printf(&out, "arn:%s:", partition);
	}
	buffer_add_text(&out, text);
	return out.data;
}

const struct partition *partition_of_pseudo_region(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(partitions); i++) {
		size_t len = strlen(partitions[i].name);

		if (strncmp(name, partitions[i].name, len) == 0 &&
		    strcmp(name + len, "-global") == 0)
			return &partitions[i];
	}
	return NULL;
}

enum service_kind {
	KIND_REGIONAL, /* PREFIX.REGION.SUFFIX */
	KIND_GLOBAL,   /* the same, in the partition's own region */
	KIND_IAM,
	KIND_S3,
};

static const struct service {
	const char *id, *prefix;
	enum service_kind kind;
} services[] = {
	{ "iam", "iam", KIND_IAM },
	{ "organizations", "organizations", KIND_GLOBAL },
	{ "account", "account", KIND_GLOBAL },
	{ "s3", "s3", KIND_S3 },
	{ "sso", "portal.sso", KIND_REGIONAL },
	{ "sso_oidc", "oidc", KIND_REGIONAL },
};

static struct service find_service(const char *id)
{
	for (size_t i = 0; i < ARRAY_LEN(services); i++)
		if (strcmp(services[i].id, id) == 0)
			return services[i];
	return (struct service){ id, id, KIND_REGIONAL };
}

/* GovCloud's usual endpoints are validated as they are, and have no other name. */
static bool has_fips_name(const struct partition *partition, const struct service *service,
			  unsigned variants)
{
	if (!(variants & VARIANT_FIPS))
		return false;
	if (strcmp(partition->name, "aws-us-gov") != 0)
		return true;
	if (strcmp(service->id, "organizations") == 0)
		return false;
	return service->kind != KIND_REGIONAL || (variants & VARIANT_DUAL_STACK);
}

struct partition_host partition_host(struct arena *arena, const char *service_id,
				     const char *region, unsigned variants)
{
	const struct partition *partition = partition_of_region(region);
	const struct service service = find_service(service_id);
	const char *fips = has_fips_name(partition, &service, variants) ? "-fips" : "";
	bool is_dual = (variants & VARIANT_DUAL_STACK) != 0;
	const char *suffix = is_dual ? partition->dual_stack_suffix : partition->dns_suffix;

	if (service.kind == KIND_IAM)
		return (struct partition_host){ partition->iam_hosts[variants & 3],
						partition->iam_region };
	/* S3 was first with IPv6, and has its own way to say so. */
	if (service.kind == KIND_S3)
		return (struct partition_host){ arena_printf(arena, "s3%s%s.%s.%s", fips,
							     is_dual ? ".dualstack" : "", region,
							     partition->dns_suffix),
						region };
	if (service.kind == KIND_GLOBAL)
		region = partition->global_region;
	return (struct partition_host){
		arena_printf(arena, "%s%s.%s.%s", service.prefix, fips, region, suffix), region
	};
}
