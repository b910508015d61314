#include "client/endpoint.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "wire/uri.h"

enum { REGION_LEN_MAX = 63 };

static const struct partition partitions[] = {
	{ .name = "aws-cn",
	  .region_prefix = "cn-",
	  .dns_suffix = "amazonaws.com.cn",
	  .default_region = "cn-north-1",
	  .iam_host = "iam.cn-north-1.amazonaws.com.cn",
	  .iam_region = "cn-north-1",
	  .organizations_host = "organizations.cn-northwest-1.amazonaws.com.cn",
	  .organizations_region = "cn-northwest-1" },
	{ .name = "aws-us-gov",
	  .region_prefix = "us-gov-",
	  .dns_suffix = "amazonaws.com",
	  .default_region = "us-gov-west-1",
	  .iam_host = "iam.us-gov.amazonaws.com",
	  .iam_region = "us-gov-west-1",
	  .organizations_host = "organizations.us-gov-west-1.amazonaws.com",
	  .organizations_region = "us-gov-west-1" },
	{ .name = "aws-eusc",
	  .region_prefix = "eusc-",
	  .dns_suffix = "amazonaws.eu",
	  .default_region = "eusc-de-east-1",
	  .iam_host = "iam.eusc-de-east-1.amazonaws.eu",
	  .iam_region = "eusc-de-east-1" },
	{ .name = "aws-iso",
	  .region_prefix = "us-iso-",
	  .dns_suffix = "c2s.ic.gov",
	  .default_region = "us-iso-east-1",
	  .iam_host = "iam.us-iso-east-1.c2s.ic.gov",
	  .iam_region = "us-iso-east-1",
	  .organizations_host = "organizations.us-iso-east-1.c2s.ic.gov",
	  .organizations_region = "us-iso-east-1" },
	{ .name = "aws-iso-b",
	  .region_prefix = "us-isob-",
	  .dns_suffix = "sc2s.sgov.gov",
	  .default_region = "us-isob-east-1",
	  .iam_host = "iam.us-isob-east-1.sc2s.sgov.gov",
	  .iam_region = "us-isob-east-1",
	  .organizations_host = "organizations.us-isob-east-1.sc2s.sgov.gov",
	  .organizations_region = "us-isob-east-1" },
	{ .name = "aws-iso-e",
	  .region_prefix = "eu-isoe-",
	  .dns_suffix = "cloud.adc-e.uk",
	  .default_region = "eu-isoe-west-1",
	  .iam_host = "iam.eu-isoe-west-1.cloud.adc-e.uk",
	  .iam_region = "eu-isoe-west-1" },
	{ .name = "aws-iso-f",
	  .region_prefix = "us-isof-",
	  .dns_suffix = "csp.hci.ic.gov",
	  .default_region = "us-isof-south-1",
	  .iam_host = "iam.us-isof-south-1.csp.hci.ic.gov",
	  .iam_region = "us-isof-south-1",
	  .organizations_host = "organizations.us-isof-south-1.csp.hci.ic.gov",
	  .organizations_region = "us-isof-south-1" },
	{ .name = "aws",
	  .region_prefix = "",
	  .dns_suffix = "amazonaws.com",
	  .default_region = "us-east-1",
	  .iam_host = "iam.amazonaws.com",
	  .iam_region = "us-east-1",
	  .organizations_host = "organizations.us-east-1.amazonaws.com",
	  .organizations_region = "us-east-1" },
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

/* Only such texts may become part of a host name. */
static bool is_region_name(const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if (!islower((unsigned char)text[i]) && !isdigit((unsigned char)text[i]) &&
		    text[i] != '-')
			return false;
	return len > 0 && len <= REGION_LEN_MAX && text[0] != '-' && text[len - 1] != '-';
}

/* "aws-global", "aws-cn-global", ...: SDKs take them for "the partition as a whole". */
static const struct partition *pseudo_region(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(partitions); i++) {
		size_t len = strlen(partitions[i].name);

		if (strncmp(name, partitions[i].name, len) == 0 &&
		    strcmp(name + len, "-global") == 0)
			return &partitions[i];
	}
	return NULL;
}

static struct region find_region(const struct endpoint_settings *settings, const char *option)
{
	static const char *const variables[] = { "AWS_REGION", "AWS_DEFAULT_REGION" };
	const char *name;

	if (option)
		return (struct region){ option, "--region" };
	for (size_t i = 0; i < ARRAY_LEN(variables); i++) {
		name = environment_get(settings->environment, variables[i]);
		if (name)
			return (struct region){ name, variables[i] };
	}
	name = config_text(settings->config, settings->profile, "region");
	if (name)
		return (struct region){ name, "the profile's region" };
	return (struct region){ "us-east-1", "default" };
}

bool endpoint_region(const struct endpoint_settings *settings, const char *option,
		     struct region *out_region, struct fault *fault)
{
	struct region region = find_region(settings, option);
	const struct partition *partition;

	if (!is_region_name(region.name))
		return fault_set(fault, FAULT_USAGE, "%s: \"%s\" is not the name of a region",
				 region.source, region.name);
	partition = pseudo_region(region.name);
	if (partition) {
		notice_say(&settings->notice, "%s is %s, which has no STS; using %s instead",
			   region.source, region.name, partition->default_region);
		region.name = partition->default_region;
	}
	*out_region = region;
	return true;
}

static const char *upper_copy(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *c = copy; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return copy;
}

static bool ignores_configured(const struct endpoint_settings *settings)
{
	const char *variable = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";

	if (environment_get(settings->environment, variable))
		return environment_is_true(settings->environment, variable);
	return config_is_true(settings->config, settings->profile,
			      "ignore_configured_endpoint_urls");
}

/* The URL that a setting names, and the setting; NULL if none does. */
static const char *configured_url(const struct endpoint_settings *settings, struct arena *arena,
				  const char *service, const char **out_source)
{
	const char *variable =
		arena_printf(arena, "AWS_ENDPOINT_URL_%s", upper_copy(arena, service));
	const char *services = config_text(settings->config, settings->profile, "services");
	const char *url;

	*out_source = "--endpoint-url";
	if (settings->url)
		return settings->url;
	if (ignores_configured(settings))
		return NULL;
	*out_source = variable;
	url = environment_get(settings->environment, variable);
	if (url)
		return url;
	*out_source = "AWS_ENDPOINT_URL";
	url = environment_get(settings->environment, "AWS_ENDPOINT_URL");
	if (url)
		return url;
	*out_source = arena_printf(arena, "[services %s] %s", services ? services : "", service);
	url = services ? config_service_text(settings->config, services, service, "endpoint_url")
		       : NULL;
	if (url)
		return url;
	*out_source = "the profile's endpoint_url";
	return config_text(settings->config, settings->profile, "endpoint_url");
}

static const char *without_slash(struct arena *arena, const char *url)
{
	size_t len = strlen(url);

	while (len > 0 && url[len - 1] == '/')
		len--;
	return arena_strndup(arena, url, len);
}

struct host {
	const char *name, *region;
};

static struct host host_of(struct arena *arena, const char *service, const char *region)
{
	const struct partition *partition = partition_of_region(region);

	if (strcmp(service, "iam") == 0)
		return (struct host){ partition->iam_host, partition->iam_region };
	if (strcmp(service, "organizations") == 0 && partition->organizations_host)
		return (struct host){ partition->organizations_host,
				      partition->organizations_region };
	if (strcmp(service, "account") == 0 && strcmp(partition->name, "aws") == 0)
		region = "us-east-1";
	return (struct host){
		arena_printf(arena, "%s.%s.%s", service, region, partition->dns_suffix), region
	};
}

/* STS's setting from before regional endpoints were the default. */
static void say_if_legacy_sts(const struct endpoint_settings *settings, const char *url)
{
	const char *mode = environment_get(settings->environment, "AWS_STS_REGIONAL_ENDPOINTS");

	if (!mode)
		mode = config_text(settings->config, settings->profile, "sts_regional_endpoints");
	if (mode && strcasecmp(mode, "legacy") == 0)
		notice_say(&settings->notice,
			   "the setting sts_regional_endpoints = legacy is ignored: AssumeRoot "
			   "exists at regional endpoints only; using %s",
			   url);
}

static bool is_global_sts(const char *service, const struct uri *uri)
{
	return strcmp(service, "sts") == 0 && strcmp(uri->host, "sts.amazonaws.com") == 0;
}

bool endpoint_resolve(const struct endpoint_settings *settings, struct arena *arena,
		      const struct endpoint_wanted *wanted, struct endpoint *out_endpoint,
		      struct fault *fault)
{
	struct host host = host_of(arena, wanted->service, wanted->region);
	const char *source = "AWS",
		   *url = configured_url(settings, arena, wanted->service, &source);
	struct endpoint endpoint = { .url = arena_printf(arena, "https://%s", host.name),
				     .signing_region = host.region,
				     .source = "AWS" };
	struct uri uri;

	if (url && !uri_split(arena, url, fault, &uri)) {
		fault->kind = FAULT_USAGE;
		return fault_prefix(fault, "%s", source);
	}
	if (url && is_global_sts(wanted->service, &uri)) {
		notice_say(&settings->notice,
			   "%s names the global STS endpoint, where AssumeRoot does not exist; "
			   "using %s",
			   source, endpoint.url);
	} else if (url) {
		endpoint.url = without_slash(arena, url);
		endpoint.source = source;
	} else if (strcmp(wanted->service, "sts") == 0) {
		say_if_legacy_sts(settings, endpoint.url);
	}
	*out_endpoint = endpoint;
	return true;
}
