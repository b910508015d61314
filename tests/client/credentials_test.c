#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "client/credentials.h"
#include "tests/client/files.h"

static const char config_text_of_test[] =
	"[profile half]\naws_access_key_id = AKIAHALF\n"
	"[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n"
	"external_id = x-1\nduration_seconds = 3600\nrole_session_name = me\n"
	"[profile second]\nrole_arn = arn:aws:iam::2:role/s\nsource_profile = role\n"
	"[profile self]\nrole_arn = arn:aws:iam::3:role/t\nsource_profile = self\n"
	"aws_access_key_id = AKIASELF\naws_secret_access_key = s\n"
	"[profile lonely]\nrole_arn = arn:aws:iam::3:role/t\nsource_profile = lonely\n"
	"[profile a]\nrole_arn = r\nsource_profile = b\n"
	"[profile b]\nrole_arn = r\nsource_profile = a\n"
	"[profile nowhere]\nrole_arn = r\nsource_profile = missing\n"
	"[profile sourceless]\nrole_arn = r\n"
	"[profile mfa]\nrole_arn = r\nsource_profile = base\nmfa_serial = m\n"
	"[profile short]\nrole_arn = r\nsource_profile = base\nduration_seconds = 60\n"
	"[profile sso]\nsso_session = corp\n"
	"[profile process]\ncredential_process = /bin/x\n"
	"[profile empty]\nregion = eu-west-1\n"
	"[profile denied]\nrole_arn = denied\nsource_profile = base\n";
static const char credentials_text[] =
	"[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = secret\n"
	"[session]\naws_access_key_id = ASIASESSION\naws_secret_access_key = secret\n"
	"aws_session_token = token/+=\n";

#define KEY   "AWS_ACCESS_KEY_ID", "AKIAENV"
#define WHOLE KEY, "AWS_SECRET_ACCESS_KEY", "s"

static const struct row {
	const char *name;
	const char *variables[7];
	const char *profile;
	bool is_explicit;
	const char *want; /* "id token log", or "! beginning of the message" */
} rows[] = {
	{ "half a key in the environment is refused, not skipped",
	  { KEY },
	  "base",
	  false,
	  "! AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not" },
	{ "half a key in a profile is refused",
	  { NULL },
	  "half",
	  false,
	  "! profile half has aws_access_key_id" },
	{ "an unknown profile is refused",
	  { NULL },
	  "unknown",
	  true,
	  "! profile unknown is in neither" },
	{ "nothing at all is said with the places looked at",
	  { NULL },
	  "default",
	  false,
	  "! no credentials: neither AWS_ACCESS_KEY_ID nor profile default (" },
	{ "a profile with settings and no key has none",
	  { NULL },
	  "empty",
	  true,
	  "! no credentials: neither" },
	{ "a circle of profiles is refused",
	  { NULL },
	  "a",
	  true,
	  "! profile b: source_profile a leads in a circle" },
	{ "a profile that is its own source needs a key",
	  { NULL },
	  "lonely",
	  true,
	  "! profile lonely names itself" },
	{ "a missing source profile is named",
	  { NULL },
	  "nowhere",
	  true,
	  "! profile nowhere: its source_profile missing does not exist" },
	{ "a role without a source is refused",
	  { NULL },
	  "sourceless",
	  true,
	  "! profile sourceless has role_arn and no source_profile" },
	{ "MFA is not supported yet",
	  { NULL },
	  "mfa",
	  true,
	  "! profile mfa: mfa_serial is not supported yet" },
	{ "a role's session of a minute is refused",
	  { NULL },
	  "short",
	  true,
	  "! profile short: duration_seconds" },
	{ "SSO is not supported yet",
	  { NULL },
	  "sso",
	  true,
	  "! profile sso: sso_session is not supported yet" },
	{ "credential_process is not supported yet",
	  { NULL },
	  "process",
	  true,
	  "! profile process: credential_process is not supported yet" },
	{ "web identity is not supported yet",
	  { "AWS_WEB_IDENTITY_TOKEN_FILE", "/x" },
	  "default",
	  false,
	  "! no credentials: AWS_WEB_IDENTITY_TOKEN_FILE is set" },
	{ "a role that is denied does not fall back to its source",
	  { NULL },
	  "denied",
	  true,
	  "! profile denied: cannot assume denied: no" },
	{ "the environment is first", { WHOLE }, "base", false, "AKIAENV - environment variables" },
	{ "--profile is stronger than the environment",
	  { WHOLE },
	  "session",
	  true,
	  "ASIASESSION token/+= key of profile session" },
	{ "a role with all its settings",
	  { NULL },
	  "role",
	  true,
	  "ASIA1 t role arn:aws:iam::1:role/r of profile role, from key of profile base" },
	{ "a chain of two roles",
	  { NULL },
	  "second",
	  true,
	  "ASIA2 t role arn:aws:iam::2:role/s of profile second, from role "
	  "arn:aws:iam::1:role/r of profile role, from key of profile base" },
	{ "a profile may assume its role with its own key",
	  { NULL },
	  "self",
	  true,
	  "ASIA1 t role arn:aws:iam::3:role/t of profile self, from key of profile self" },
};

/* Stands for STS: counts the roles, and checks what it was given. */
static bool assume(void *context, const struct credentials *source,
		   const struct credentials_role *role, struct fault *fault,
		   struct credentials **out_credentials)
{
	int *count = context;
	char id[16];

	if (strcmp(role->arn, "denied") == 0)
		return fault_set(fault, FAULT_SERVICE, "no");
	if (strcmp(role->arn, "arn:aws:iam::1:role/r") == 0 &&
	    (strcmp(role->external_id, "x-1") != 0 || role->duration_s != 3600 ||
	     strcmp(role->session_name, "me") != 0 ||
	     strcmp(source->access_key_id, "AKIABASE") != 0))
		return fault_set(fault, FAULT_SERVICE, "wrong role");
	snprintf(id, sizeof(id), "ASIA%d", ++*count);
	*out_credentials = credentials_new(id, "s", "t", "");
	return true;
}

static const char *describe(struct arena *arena, const struct credentials *credentials)
{
	const char *token = credentials->session_token ? credentials->session_token : "-";

	return arena_printf(arena, "%s %s %s", credentials->access_key_id, token,
			    credentials->link);
}

/* Without the places "(path, line N)", which differ from run to run. */
static const char *without_places(struct arena *arena, const char *text)
{
	const char *start = strstr(text, " (/");

	return start ? arena_strndup(arena, text, (size_t)(start - text)) : text;
}

static void resolves(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const char *folder = files_init(&t->arena), *pairs[16], *got;
	struct environment environment = environment_fixed(pairs);
	struct config config;
	struct fault fault = { 0 };
	struct credentials *credentials = NULL;
	int count = 0;
	size_t pair = 0;
	struct credentials_chain chain = { &environment, &config, row->profile, row->is_explicit, 0,
					   assume,       &count };

	for (; row->variables[pair]; pair++)
		pairs[pair] = row->variables[pair];
	pairs[pair++] = "AWS_CONFIG_FILE";
	pairs[pair++] = files_write(&t->arena, folder, "config", config_text_of_test);
	pairs[pair++] = "AWS_SHARED_CREDENTIALS_FILE";
	pairs[pair++] = files_write(&t->arena, folder, "credentials", credentials_text);
	pairs[pair] = NULL;
	if (!config_load(&config, &environment, &fault))
		fail_msg("%s", fault.message);
	files_done(folder);
	if (credentials_resolve(&chain, &fault, &credentials))
		got = without_places(&t->arena, describe(&t->arena, credentials));
	else
		got = arena_printf(&t->arena, "! %.*s", (int)strlen(row->want) - 2, fault.message);
	credentials_free(credentials);
	config_done(&config);
	assert_string_equal(got, row->want);
}

int main(void)
{
	return check_table("client/credentials", rows, resolves);
}
