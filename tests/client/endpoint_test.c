#include "tests/support/check.h"

#include <string.h>

#include "client/endpoint.h"
#include "tests/client/files.h"

static const char config_text_of_test[] = "[profile custom]\n"
					  "services = local\n"
					  "endpoint_url = http://profile:1\n"
					  "[services local]\n"
					  "sts =\n"
					  "  endpoint_url = http://nested:2\n"
					  "[profile off]\n"
					  "endpoint_url = http://profile:1\n"
					  "ignore_configured_endpoint_urls = true\n"
					  "[profile strict]\n"
					  "use_fips_endpoint = true\n"
					  "use_dualstack_endpoint = true\n"
					  "[profile legacy]\n"
					  "sts_regional_endpoints = legacy\n"
					  "[profile there]\n"
					  "region = eu-north-1\n";

struct world {
	struct config config;
	struct environment environment;
	struct endpoint_settings settings;
	const char *said;
	struct arena *arena;
};

static void hear(void *context, const char *text)
{
	struct world *world = context;

	world->said = arena_strdup(world->arena, text);
}

/* @variables: name, value, ..., NULL; at most three pairs. */
static void world_init(struct world *world, struct arena *arena, const char *const *variables,
		       const char *profile)
{
	const char *folder = files_init(arena);
	const char **pairs = arena_array(arena, 12, sizeof(*pairs));
	struct fault fault = { 0 };
	size_t count = 0;

	*world = (struct world){ .arena = arena };
	for (; variables[count]; count++)
		pairs[count] = variables[count];
	pairs[count++] = "AWS_CONFIG_FILE";
	pairs[count++] = files_write(arena, folder, "config", config_text_of_test);
	pairs[count++] = "HOME";
	pairs[count++] = folder;
	world->environment = environment_fixed(pairs);
	if (!config_load(&world->config, &world->environment, &fault))
		fail_msg("%s", fault.message);
	files_done(folder);
	world->settings = (struct endpoint_settings){
		.environment = &world->environment,
		.config = &world->config,
		.profile = profile,
		.notice = { hear, world },
	};
}

static const struct row {
	const char *name;
	const char *variables[7];
	const char *profile, *option_url, *service, *region;
	const char *want; /* "url signing-region", or "! message" */
	bool is_said;
} rows[] = {
	{ "a URL of another scheme is refused with its setting",
	  { "AWS_ENDPOINT_URL", "ftp://x" },
	  "default",
	  NULL,
	  "iam",
	  "us-east-1",
	  "! AWS_ENDPOINT_URL",
	  false },
	{ "FIPS cannot be asked of an endpoint of one's own",
	  { "AWS_USE_FIPS_ENDPOINT", "true", "AWS_ENDPOINT_URL_IAM", "http://env:1" },
	  "default",
	  NULL,
	  "iam",
	  "us-east-1",
	  "! AWS_USE_FIPS_ENDPOINT (use_fips_endpoint) cannot be combined with an endpoint of "
	  "one's "
	  "own; AWS_ENDPOINT_URL_IAM names one. Take one of the two away",
	  false },
	{ "nor can IPv6 of --endpoint-url",
	  { "AWS_USE_FIPS_ENDPOINT", "false" },
	  "strict",
	  "http://option:9",
	  "sts",
	  "us-east-1",
	  "! AWS_USE_DUALSTACK_ENDPOINT (use_dualstack_endpoint) cannot be combined with an "
	  "endpoint "
	  "of one's own; --endpoint-url names one. Take one of the two away",
	  false },
	{ "the profile may ask for both",
	  { NULL },
	  "strict",
	  NULL,
	  "sts",
	  "us-east-1",
	  "https://sts-fips.us-east-1.api.aws us-east-1",
	  false },
	{ "the environment is stronger than the profile, also with false",
	  { "AWS_USE_FIPS_ENDPOINT", "false", "AWS_USE_DUALSTACK_ENDPOINT", "false" },
	  "strict",
	  NULL,
	  "sts",
	  "us-east-1",
	  "https://sts.us-east-1.amazonaws.com us-east-1",
	  false },
	{ "--endpoint-url is not where one logs in",
	  { NULL },
	  "default",
	  "http://option:9",
	  "sso_oidc",
	  "eu-west-1",
	  "https://oidc.eu-west-1.amazonaws.com eu-west-1",
	  false },
	{ "a variable may be",
	  { "AWS_ENDPOINT_URL_SSO_OIDC", "http://oidc:3" },
	  "default",
	  "http://option:9",
	  "sso_oidc",
	  "eu-west-1",
	  "http://oidc:3 eu-west-1",
	  false },
	{ "global STS is corrected and said",
	  { "AWS_ENDPOINT_URL_STS", "https://sts.amazonaws.com" },
	  "default",
	  NULL,
	  "sts",
	  "eu-west-1",
	  "https://sts.eu-west-1.amazonaws.com eu-west-1",
	  true },
	{ "the legacy setting of STS is corrected and said",
	  { NULL },
	  "legacy",
	  NULL,
	  "sts",
	  "us-east-1",
	  "https://sts.us-east-1.amazonaws.com us-east-1",
	  true },
	{ "IAM is one for the partition",
	  { NULL },
	  "default",
	  NULL,
	  "iam",
	  "eu-west-1",
	  "https://iam.amazonaws.com us-east-1",
	  false },
	{ "Organizations is in us-east-1",
	  { NULL },
	  "default",
	  NULL,
	  "organizations",
	  "eu-west-1",
	  "https://organizations.us-east-1.amazonaws.com us-east-1",
	  false },
	{ "STS is of the region",
	  { NULL },
	  "default",
	  NULL,
	  "sts",
	  "ap-south-1",
	  "https://sts.ap-south-1.amazonaws.com ap-south-1",
	  false },
	{ "China has its own suffix and region",
	  { NULL },
	  "default",
	  NULL,
	  "iam",
	  "cn-northwest-1",
	  "https://iam.cn-north-1.amazonaws.com.cn cn-north-1",
	  false },
	{ "China's Organizations is in the other region",
	  { NULL },
	  "default",
	  NULL,
	  "organizations",
	  "cn-north-1",
	  "https://organizations.cn-northwest-1.amazonaws.com.cn cn-northwest-1",
	  false },
	{ "GovCloud",
	  { NULL },
	  "default",
	  NULL,
	  "iam",
	  "us-gov-east-1",
	  "https://iam.us-gov.amazonaws.com us-gov-west-1",
	  false },
	{ "the European sovereign cloud",
	  { NULL },
	  "default",
	  NULL,
	  "organizations",
	  "eusc-de-east-1",
	  "https://organizations.eusc-de-east-1.amazonaws.eu eusc-de-east-1",
	  false },
	{ "Account Management is in us-east-1",
	  { NULL },
	  "default",
	  NULL,
	  "account",
	  "eu-west-1",
	  "https://account.us-east-1.amazonaws.com us-east-1",
	  false },
	{ "S3 is of the region",
	  { NULL },
	  "default",
	  NULL,
	  "s3",
	  "eu-west-1",
	  "https://s3.eu-west-1.amazonaws.com eu-west-1",
	  false },
	{ "--endpoint-url wins over all",
	  { "AWS_ENDPOINT_URL_STS", "http://env:1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true" },
	  "custom",
	  "http://option:9/",
	  "sts",
	  "us-east-1",
	  "http://option:9 us-east-1",
	  false },
	{ "the service's variable wins over the general one",
	  { "AWS_ENDPOINT_URL", "http://all:1", "AWS_ENDPOINT_URL_STS", "http://sts:2" },
	  "custom",
	  NULL,
	  "sts",
	  "us-east-1",
	  "http://sts:2 us-east-1",
	  false },
	{ "the general variable wins over the profile",
	  { "AWS_ENDPOINT_URL", "http://all:1" },
	  "custom",
	  NULL,
	  "sts",
	  "us-east-1",
	  "http://all:1 us-east-1",
	  false },
	{ "the nested setting wins over the profile's own",
	  { NULL },
	  "custom",
	  NULL,
	  "sts",
	  "us-east-1",
	  "http://nested:2 us-east-1",
	  false },
	{ "the profile's own is for the other services",
	  { NULL },
	  "custom",
	  NULL,
	  "iam",
	  "us-east-1",
	  "http://profile:1 us-east-1",
	  false },
	{ "configured endpoints can be ignored",
	  { NULL },
	  "off",
	  NULL,
	  "iam",
	  "us-east-1",
	  "https://iam.amazonaws.com us-east-1",
	  false },
	{ "a path stays, its last slash goes",
	  { "AWS_ENDPOINT_URL", "http://h:1/_ns/a/" },
	  "default",
	  NULL,
	  "iam",
	  "us-east-1",
	  "http://h:1/_ns/a us-east-1",
	  false },
};

static void resolves(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct endpoint_wanted wanted = { row->service, row->region };
	struct world world;
	struct endpoint endpoint;
	struct fault fault = { 0 };
	const char *got;

	world_init(&world, &t->arena, row->variables, row->profile);
	world.settings.url = row->option_url;
	if (endpoint_resolve(&world.settings, &t->arena, &wanted, &endpoint, &fault))
		got = arena_printf(&t->arena, "%s %s", endpoint.url, endpoint.signing_region);
	else
		got = arena_printf(&t->arena, "! %.*s", (int)strcspn(fault.message, ":"),
				   fault.message);
	config_done(&world.config);
	assert_string_equal(got, row->want);
	assert_int_equal(world.said != NULL, row->is_said);
}

static const struct region_row {
	const char *name;
	const char *variables[7];
	const char *profile, *option;
	const char *want; /* "name source", or "! message" */
	bool is_said;
} region_rows[] = {
	{ "what could leave the host name is refused",
	  { "AWS_REGION", "us-east-1.evil.example/" },
	  "default",
	  NULL,
	  "! AWS_REGION: \"us-east-1.evil.example/\" is not the name of a region",
	  false },
	{ "the option is first",
	  { "AWS_REGION", "a-b-1" },
	  "there",
	  "c-d-2",
	  "c-d-2 --region",
	  false },
	{ "then AWS_REGION",
	  { "AWS_REGION", "a-b-1", "AWS_DEFAULT_REGION", "x-y-1" },
	  "there",
	  NULL,
	  "a-b-1 AWS_REGION",
	  false },
	{ "then AWS_DEFAULT_REGION",
	  { "AWS_DEFAULT_REGION", "x-y-1" },
	  "there",
	  NULL,
	  "x-y-1 AWS_DEFAULT_REGION",
	  false },
	{ "then the profile", { NULL }, "there", NULL, "eu-north-1 the profile's region", false },
	{ "then us-east-1", { NULL }, "default", NULL, "us-east-1 default", false },
	{ "a pseudo region becomes a real one and is said",
	  { "AWS_REGION", "aws-global" },
	  "default",
	  NULL,
	  "us-east-1 AWS_REGION",
	  true },
};

static void finds_region(void **state)
{
	struct fixture *t = *state;
	const struct region_row *row = t->row;
	struct world world;
	struct region region;
	struct fault fault = { 0 };
	const char *got;

	world_init(&world, &t->arena, row->variables, row->profile);
	if (endpoint_region(&world.settings, row->option, &region, &fault))
		got = arena_printf(&t->arena, "%s %s", region.name, region.source);
	else
		got = arena_printf(&t->arena, "! %s", fault.message);
	config_done(&world.config);
	assert_string_equal(got, row->want);
	assert_int_equal(world.said != NULL, row->is_said);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, resolves),
		CHECK_TABLE(region_rows, finds_region),
	};

	return check_tables("client/endpoint", tables, ARRAY_LEN(tables));
}
