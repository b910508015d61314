#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "tests/client/road.h"

enum { WORDS_MAX = 10, WANTS_MAX = 6 };

struct row {
	const char *name;
	const char *words[WORDS_MAX];
	int status;
	const char
		*wants[WANTS_MAX]; /* texts of standard output, or of standard error after "! " */
	const char *variables[WANTS_MAX];
};

/* What is wrong with the run; NULL if nothing is. */
static const char *problem_of(const struct road *road, const struct row *row)
{
	struct process_result result;

	road_run(road, row->words, row->variables[0] ? row->variables : NULL, &result);
	if (result.exit_status != row->status)
		return arena_printf(road->arena, "%s: ended with %d, not %d:\n%s%s", row->name,
				    result.exit_status, row->status, result.out, result.errors);
	for (size_t i = 0; i < WANTS_MAX && row->wants[i]; i++) {
		bool is_error = strncmp(row->wants[i], "! ", 2) == 0;
		const char *want = road_text(road, row->wants[i] + (is_error ? 2 : 0));

		if (!strstr(is_error ? result.errors : result.out, want))
			return arena_printf(road->arena, "%s: \"%s\" is missing in:\n%s%s",
					    row->name, want, result.out, result.errors);
	}
	return NULL;
}

/* Questions to one organization with members; nothing is changed. */
static struct road shared;

static const struct row reading_rows[] = {
	{ "a wrong secret is said in AWS's words with advice",
	  { "whoami" },
	  1,
	  { "! An error occurred (SignatureDoesNotMatch) when calling the GetCallerIdentity "
	    "operation: The request signature we calculated",
	    "! Request id: ", "! Check the secret access key." },
	  { "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY=wrong",
	    "AWS_ENDPOINT_URL={url}" } },
	{ "an unknown key is said with advice",
	  { "whoami" },
	  1,
	  { "! (InvalidClientTokenId)", "! AWS does not know this access key." },
	  { "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7UNKNOWN", "AWS_SECRET_ACCESS_KEY=x",
	    "AWS_ENDPOINT_URL={url}" } },
	{ "without credentials nothing is asked",
	  { "whoami" },
	  1,
	  { "! no credentials: neither AWS_ACCESS_KEY_ID nor profile default" },
	  { "AWS_ENDPOINT_URL={url}" } },
	{ "an endpoint that is not there is a transport error",
	  { "whoami" },
	  1,
	  { "! http://127.0.0.1:1: Couldn't connect to server" },
	  { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=b", "AWS_ENDPOINT_URL=http://127.0.0.1:1",
	    "AWS_MAX_ATTEMPTS=1" } },
	{ "an account of another organization is refused",
	  { "accounts", "999999999999" },
	  5,
	  { "! account 999999999999 is not in organization o-" } },
	{ "what is no account id is refused before anything is asked",
	  { "accounts", "12345678901" },
	  2,
	  { "! \"12345678901\" is not an account id of twelve digits" } },
	{ "an unknown unit is a usage error",
	  { "accounts", "--ou", "Nowhere" },
	  2,
	  { "! there is no organizational unit \"Nowhere\"" } },
	{ "nothing chosen is refused",
	  { "accounts", "--name", "nobody*" },
	  5,
	  { "! no account to work on: none of the organization's 5 matches" } },
	{ "everything excluded is refused",
	  { "accounts", ROAD_LEGACY, "--exclude", ROAD_LEGACY },
	  5,
	  { "! all 1 that were chosen are skipped; the first, " ROAD_LEGACY
	    ": excluded by --exclude" } },
	{ "the caller is the management account",
	  { "whoami" },
	  0,
	  { "arn:aws:iam::123456789012:user/admin\n", "Account is    management\n",
	    "Credentials   environment variables\n", "Found by      env\n",
	    "STS endpoint  {url} (AWS_ENDPOINT_URL)\n" } },
	{ "the JSON of whoami says which links were looked at, and why they gave nothing",
	  { "whoami", "--profile", "member", "--output", "json" },
	  0,
	  { "\"credentialsSteps\": [\n    {\n      \"link\": \"assume-role\",\n      "
	    "\"profile\": \"member\",\n      \"roleArn\": \"arn:aws:iam::" ROAD_PAYMENTS
	    ":role/OrganizationAccountAccessRole\"",
	    "\"credentialsLookedAt\": [\n    {\n      \"link\": \"env\",\n      "
	    "\"profile\": null,\n      \"answered\": false,\n      \"result\": \"not looked "
	    "at: --profile was given\"",
	    "\"credentialsAreRenewable\": true", "\"partition\": \"aws\"",
	    "\"service\": \"organizations\",\n      \"url\": \"{url}\",\n      "
	    "\"signingRegion\": \"us-east-1\",\n      \"source\": \"[services mock] "
	    "organizations\"" },
	  { "AWS_CONFIG_FILE={config}" } },
	{ "--endpoint-url is enough of an endpoint",
	  { "--endpoint-url", "{url}", "whoami", "--output", "json" },
	  0,
	  { "\"schema\": \"mattock.whoami/1\",\n  \"accountId\": \"123456789012\"",
	    "\"callerKind\": \"management\"" },
	  { "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
	    "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" } },
	{ "the legacy setting of STS is said",
	  { "whoami" },
	  1,
	  { "! the setting sts_regional_endpoints = legacy is ignored" },
	  { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=b", "AWS_STS_REGIONAL_ENDPOINTS=legacy",
	    "HTTPS_PROXY=http://127.0.0.1:1", "AWS_MAX_ATTEMPTS=1" } },
	{ "status shows each switch",
	  { "status" },
	  0,
	  { "trusted access for IAM       present", "root credentials management  present",
	    "root sessions                absent",
	    "delegated administrator      present  " ROAD_SECURITY " security" } },
	{ "all accounts are listed with their units",
	  { "accounts" },
	  0,
	  { "123456789012", ROAD_PAYMENTS "  payments      ACTIVE     Workloads/Prod",
	    ROAD_CLOSED "  closed        SUSPENDED", "5 of 5 accounts, 0 excluded" } },
	{ "a unit's accounts are found below it too",
	  { "accounts", "--ou", "Workloads", "--output", "csv" },
	  0,
	  { "accountId,name,state,unit,email,isManagement,isExcluded,note\r\n" ROAD_PAYMENTS
	    ",payments,"
	    "ACTIVE,Workloads/Prod,payments@example.com,false,false,\r\n" } },
	{ "accounts are found by tag", { "accounts", "--tag", "env=prod" }, 0, { "1 of 5" } },
	{ "accounts are found by name", { "accounts", "--name", "=leg*" }, 0, { ROAD_LEGACY } },
	{ "an excluded account stays visible with its reason",
	  { "accounts", "--all", "--exclude", ROAD_LEGACY, "--output", "json" },
	  0,
	  { "\"isExcluded\": true,\n      \"note\": \"excluded by --exclude\"" } },
	{ "an exclude file gives reason, owner and end, and excludes beyond it",
	  { "accounts", "--exclude-file", "{exclude}", "--output", "csv" },
	  3,
	  { "excluded by {exclude}: tax settings need the root user, owner finance; expired "
	    "2000-01-31",
	    "! an exclusion is past its end; it still excludes" } },
	{ "a profile assumes its role and says so",
	  { "whoami", "--profile", "member" },
	  0,
	  { "arn:aws:sts::" ROAD_PAYMENTS ":assumed-role/OrganizationAccountAccessRole/road",
	    "Account is    member",
	    "role arn:aws:iam::" ROAD_PAYMENTS ":role/OrganizationAccountAccess",
	    "from key of profile admin", "eu-west-1" },
	  { "AWS_CONFIG_FILE={config}", "AWS_ACCESS_KEY_ID=ignored" } },
	{ "a role that cannot be assumed ends the run; nothing else is used",
	  { "whoami", "--profile", "stranger" },
	  1,
	  { "! An error occurred (AccessDenied) when calling the AssumeRole operation: profile "
	    "stranger: cannot assume" },
	  { "AWS_CONFIG_FILE={config}", "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
	    "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" } },
	{ "a member may not enable",
	  { "enable", "--yes", "--profile", "member" },
	  5,
	  { "! enable needs the management account 123456789012; this is " ROAD_PAYMENTS
	    ", a member" },
	  { "AWS_CONFIG_FILE={config}" } },
	{ "what was not allowed to be seen is unknown, and the result partial",
	  { "status", "--profile", "nobody" },
	  4,
	  { "Account is    unknown: DescribeOrganization: AccessDeniedException",
	    "trusted access for IAM       unknown  ListAWSServiceAccessForOrganization: Acce",
	    "delegated administrator      unknown" },
	  { "AWS_CONFIG_FILE={config}" } },
	{ "accounts that may not be listed are an error, not an empty list",
	  { "accounts", "--profile", "nobody" },
	  1,
	  { "! An error occurred (AccessDeniedException) when calling the DescribeOrganization" },
	  { "AWS_CONFIG_FILE={config}" } },
	{ "the delegate is told from other members",
	  { "whoami", "--profile", "delegate" },
	  0,
	  { "Account is    delegate", "Management    123456789012" },
	  { "AWS_CONFIG_FILE={config}" } },
	{ "the delegate may not enable",
	  { "enable", "--yes", "--profile", "delegate" },
	  5,
	  { "! this is " ROAD_SECURITY ", a delegate account" },
	  { "AWS_CONFIG_FILE={config}" } },
	{ "a root user is told that it cannot do the work",
	  { "whoami", "--profile", "root" },
	  0,
	  { "Caller        arn:aws:iam::123456789012:root", "! this is a root user" },
	  { "AWS_CONFIG_FILE={config}" } },
	{ "a name of several units asks which",
	  { "accounts", "--ou", "Prod" },
	  2,
	  { "! \"Prod\" is the name of 2 units; say which: /Prod, /Workloads/Prod" } },
	{ "a path says which",
	  { "accounts", "--ou", "Root/Workloads/Prod" },
	  0,
	  { ROAD_PAYMENTS, "1 of 5" } },
	{ "an empty unit chooses nothing, and that is refused",
	  { "accounts", "--ou", "/Prod" },
	  5,
	  { "! no account to work on: none of the organization's 5 matches --ou /Prod" } },
	{ "a formula in a name is made harmless in CSV",
	  { "accounts", ROAD_LEGACY, "--output", "csv" },
	  0,
	  { ROAD_LEGACY ",\"'=legacy, erp\",ACTIVE,/," } },
	{ "debug shows requests and no secret",
	  { "whoami", "--debug" },
	  0,
	  { "! debug: sts GetCallerIdentity: 127.0.0.1:" } },
};

static void reads(void **state)
{
	struct fixture *t = *state;
	struct road road = shared;
	const char *problem;

	road.arena = &t->arena;
	problem = problem_of(&road, t->row);
	if (problem)
		fail_msg("%s", problem);
}

static const struct story_row {
	const char *name;
	enum road_stage stage;
	struct row steps[6]; /* ended by one without a name */
} stories[] = {
	{ "without an organization nothing is on and nothing can be",
	  ROAD_ALONE,
	  { { "status", { "status" }, 0, { "the account is in no organization" } },
	    { "enable",
	      { "enable", "--yes" },
	      5,
	      { "! enable needs an organization, and account 123456789012 is in none" } },
	    { "accounts", { "accounts" }, 1, { "! (AWSOrganizationsNotInUseException)" } } } },
	{ "enabling needs a yes, happens in order, and is not repeated",
	  ROAD_ORGANIZATION,
	  { { "no terminal", { "enable" }, 5, { "! there is no terminal to ask on; add --yes" } },
	    { "still off", { "status" }, 0, { "trusted access for IAM       absent" } },
	    { "on",
	      { "enable", "--yes" },
	      0,
	      { "trusted access for IAM       absent  enabled  present",
		"root sessions                absent  enabled  present" } },
	    { "again",
	      { "enable", "--yes" },
	      0,
	      { "root credentials management  present  unchanged  present" } } } },
	{ "one feature alone can be turned on and off",
	  ROAD_ORGANIZATION,
	  { { "on", { "enable", "--credentials", "--yes" }, 0, { "root credentials management" } },
	    { "status", { "status" }, 0, { "root sessions                absent" } },
	    { "off",
	      { "disable", "--credentials", "--yes" },
	      0,
	      { "root credentials management  present  disabled  absent",
		"! can no longer be restored" } } } },
	{ "the management account cannot be the delegate",
	  ROAD_ORGANIZATION,
	  { { "management",
	      { "delegate", "add", "123456789012" },
	      5,
	      { "! is the management account, which needs no delegation" } },
	    { "trust",
	      { "delegate", "add", "111122223333" },
	      5,
	      { "! trusted access for IAM is off; run `mattock enable` first" } } } },
	{ "trusted access stays while there is a delegate",
	  ROAD_MEMBERS,
	  { { "trap",
	      { "disable", "--trust", "--yes" },
	      5,
	      { "! First: mattock delegate rm " ROAD_SECURITY } },
	    { "untouched", { "status" }, 0, { "root credentials management  present" } },
	    { "rm",
	      { "delegate", "rm", ROAD_SECURITY, "--yes" },
	      0,
	      { "removed", "! STS may go on" } },
	    { "ls", { "delegate", "ls" }, 0, { "No delegated administrator." } },
	    { "off",
	      { "disable", "--trust", "--yes" },
	      0,
	      { "trusted access for IAM       present  disabled   absent" } } } },
	{ "a delegate is added once",
	  ROAD_MEMBERS,
	  { { "add",
	      { "delegate", "add", ROAD_PAYMENTS, "--yes" },
	      0,
	      { ROAD_PAYMENTS "  payments  ACTIVE  registered" } },
	    { "again", { "delegate", "add", ROAD_PAYMENTS }, 0, { "unchanged" } },
	    { "ls", { "delegate", "ls" }, 0, { ROAD_PAYMENTS, ROAD_SECURITY } } } },
};

static void tells(void **state)
{
	struct fixture *t = *state;
	const struct story_row *row = t->row;
	const char *problem = NULL;
	struct road road;

	road_start(&road, &t->arena, row->stage);
	for (size_t i = 0; !problem && i < ARRAY_LEN(row->steps) && row->steps[i].name; i++)
		problem = problem_of(&road, &row->steps[i]);
	road_stop(&road);
	if (problem)
		fail_msg("%s", problem);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(reading_rows, reads),
		CHECK_TABLE(stories, tells),
	};
	struct arena arena = { 0 };
	int failed;

	road_start(&shared, &arena, ROAD_MEMBERS);
	failed = check_tables("client/program", tables, ARRAY_LEN(tables));
	road_stop(&shared);
	arena_done(&arena);
	return failed;
}
