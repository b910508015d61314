#include "client/endpoint.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "wire/uri.h"

enum { REGION_LEN_MAX = 63 };

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

bool endpoint_check_region(const char *region, const char *source, struct fault *fault)
{
	return is_region_name(region) ||
	       fault_set(fault, FAULT_USAGE, "%s: \"%s\" is not the name of a region", source,
			 region);
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

	if (!endpoint_check_region(region.name, region.source, fault))
		return false;
	partition = partition_of_pseudo_region(region.name);
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

bool endpoint_ignores_configured(const struct endpoint_settings *settings)
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
	/* A person's login is not of the endpoint that one works on. */
	if (settings->url && strncmp(service, "sso", 3) != 0)
		return settings->url;
	if (endpoint_ignores_configured(settings))
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

/* A setting that is true or false, of the environment or the profile. */
struct variant_setting {
	const char *variable, *name;
	enum partition_variant variant;
};

static const struct variant_setting variant_settings[] = {
	{ "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint", VARIANT_FIPS },
	{ "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint", VARIANT_DUAL_STACK },
};

static bool wants_variant(const struct endpoint_settings *settings,
			  const struct variant_setting *setting)
{
	if (environment_get(settings->environment, setting->variable))
		return environment_is_true(settings->environment, setting->variable);
	return config_is_true(settings->config, settings->profile, setting->name);
}

static unsigned find_variants(const struct endpoint_settings *settings)
{
	unsigned variants = VARIANT_USUAL;

	for (size_t i = 0; i < ARRAY_LEN(variant_settings); i++)
		if (wants_variant(settings, &variant_settings[i]))
			variants |= variant_settings[i].variant;
	return variants;
}

/* What a custom endpoint is, its own name says; nobody can ask it to be another. */
static bool check_custom(const char *source, unsigned variants, struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LEN(variant_settings); i++)
		if (variants & variant_settings[i].variant)
			return fault_set(
				fault, FAULT_USAGE,
				"%s (%s) cannot be combined with an endpoint of one's own; "
				"%s names one. Take one of the two away",
				variant_settings[i].variable, variant_settings[i].name, source);
	return true;
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

/* The custom endpoint at @url, unless it is one that cannot do the work. */
static bool take_custom(const struct endpoint_settings *settings, struct arena *arena,
			const char *service, struct fault *fault, struct endpoint *endpoint)
{
	const char *usual = endpoint->url, *source = ENDPOINT_OF_AWS;
	const char *url = configured_url(settings, arena, service, &source);
	struct uri uri;

	if (!url)
		return true;
	if (!uri_split(arena, url, fault, &uri)) {
		fault->kind = FAULT_USAGE;
		return fault_prefix(fault, "%s", source);
	}
	if (is_global_sts(service, &uri)) {
		notice_say(&settings->notice,
			   "%s names the global STS endpoint, where AssumeRoot does not exist; "
			   "using %s",
			   source, usual);
		return true;
	}
	endpoint->url = without_slash(arena, url);
	endpoint->source = source;
	return check_custom(source, find_variants(settings), fault);
}

bool endpoint_resolve(const struct endpoint_settings *settings, struct arena *arena,
		      const struct endpoint_wanted *wanted, struct endpoint *out_endpoint,
		      struct fault *fault)
{
	struct partition_host host =
		partition_host(arena, wanted->service, wanted->region, find_variants(settings));
	struct endpoint endpoint = { .url = arena_printf(arena, "https://%s", host.name),
				     .signing_region = host.region,
				     .source = ENDPOINT_OF_AWS };

	if (!take_custom(settings, arena, wanted->service, fault, &endpoint))
		return false;
	if (strcmp(endpoint.source, ENDPOINT_OF_AWS) == 0 && strcmp(wanted->service, "sts") == 0)
		say_if_legacy_sts(settings, endpoint.url);
	*out_endpoint = endpoint;
	return true;
}
