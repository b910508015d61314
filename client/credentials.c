#include "client/credentials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHAIN_LENGTH_MAX = 5 };

struct credentials *credentials_new(const char *access_key_id, const char *secret_access_key,
				    const char *session_token, const char *link)
{
	struct credentials *credentials = calloc(1, sizeof(*credentials));

	if (!credentials)
		abort();
	credentials->access_key_id = arena_strdup(&credentials->arena, access_key_id);
	credentials->secret_access_key = arena_strdup(&credentials->arena, secret_access_key);
	credentials->session_token = arena_strdup(&credentials->arena, session_token);
	credentials->link = arena_strdup(&credentials->arena, link);
	return credentials;
}

void credentials_free(struct credentials *credentials)
{
	if (!credentials)
		return;
	arena_wipe(&credentials->arena);
	arena_done(&credentials->arena);
	free(credentials);
}

void credentials_replace(struct credentials *credentials, struct credentials *newer)
{
	arena_wipe(&credentials->arena);
	arena_done(&credentials->arena);
	*credentials = *newer;
	free(newer);
}

/* Which profiles lead to here, for cycles. */
struct step {
	const char *profile;
	const struct step *before;
	size_t length;
};

static bool resolve_profile(const struct credentials_chain *chain, const struct step *step,
			    struct fault *fault, struct credentials **out_credentials);

static const char *setting(const struct credentials_chain *chain, const char *profile,
			   const char *name)
{
	return config_text(chain->config, profile, name);
}

static bool from_environment(const struct credentials_chain *chain, struct fault *fault,
			     struct credentials **out_credentials)
{
	const char *id = environment_get(chain->environment, "AWS_ACCESS_KEY_ID");
	const char *secret = environment_get(chain->environment, "AWS_SECRET_ACCESS_KEY");
	const char *token = environment_get(chain->environment, "AWS_SESSION_TOKEN");

	if (!secret)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not");
	*out_credentials = credentials_new(id, secret, token, "environment variables");
	return true;
}

/* The profile's own key. *out_credentials stays NULL if it has none. */
static bool from_key(const struct credentials_chain *chain, const char *profile,
		     struct fault *fault, struct credentials **out_credentials)
{
	const char *secret = setting(chain, profile, "aws_secret_access_key");
	const char *token = setting(chain, profile, "aws_session_token");
	struct config_value id;
	char link[512];

	if (!config_find(chain->config, profile, "aws_access_key_id", &id) || !*id.text)
		return true;
	if (!secret)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s has aws_access_key_id (%s, line %zu) and no "
				 "aws_secret_access_key",
				 profile, id.path, id.line);
	snprintf(link, sizeof(link), "key of profile %s (%s, line %zu)", profile, id.path, id.line);
	*out_credentials = credentials_new(id.text, secret, token, link);
	return true;
}

static bool find_source(const struct credentials_chain *chain, const struct step *step,
			struct fault *fault, struct credentials **out_source)
{
	const char *profile = step->profile, *source = setting(chain, profile, "source_profile");
	struct step next = { .profile = source, .before = step, .length = step->length + 1 };

	if (!source)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s has role_arn and no source_profile%s", profile,
				 setting(chain, profile, "credential_source")
					 ? "; credential_source is not supported yet"
					 : "");
	if (!config_has_profile(chain->config, source))
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s: its source_profile %s does not exist", profile,
				 source);
	if (next.length >= CHAIN_LENGTH_MAX)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s: the chain of source_profile is longer than %d",
				 profile, CHAIN_LENGTH_MAX);
	for (const struct step *before = step; before; before = before->before) {
		if (strcmp(before->profile, source) != 0)
			continue;
		/* A profile may name itself: its own key assumes its role. */
		if (before != step)
			return fault_set(fault, FAULT_CREDENTIALS,
					 "profile %s: source_profile %s leads in a circle", profile,
					 source);
		if (!from_key(chain, source, fault, out_source))
			return false;
		return *out_source || fault_set(fault, FAULT_CREDENTIALS,
						"profile %s names itself as source_profile and "
						"has no key",
						profile);
	}
	return resolve_profile(chain, &next, fault, out_source);
}

static bool read_role(const struct credentials_chain *chain, const char *profile,
		      struct arena *arena, struct fault *fault, struct credentials_role *out_role)
{
	const char *duration = setting(chain, profile, "duration_seconds");
	const char *name = setting(chain, profile, "role_session_name");
	char *end = NULL;

	*out_role = (struct credentials_role){
		.arn = setting(chain, profile, "role_arn"),
		.external_id = setting(chain, profile, "external_id"),
		.session_name = name ? name
				     : arena_printf(arena, "mattock-%lld",
						    (long long)(chain->now_ms / 1000)),
	};
	if (setting(chain, profile, "mfa_serial"))
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s: mfa_serial is not supported yet", profile);
	if (!duration)
		return true;
	out_role->duration_s = strtoll(duration, &end, 10);
	if (*end || out_role->duration_s < 900 || out_role->duration_s > 43200)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s: duration_seconds must be a number from 900 to 43200",
				 profile);
	return true;
}

static bool from_role(const struct credentials_chain *chain, const struct step *step,
		      struct fault *fault, struct credentials **out_credentials)
{
	ARENA_AUTO(arena);
	struct credentials_role role;
	struct credentials *source = NULL;
	bool is_assumed;

	if (!read_role(chain, step->profile, &arena, fault, &role) ||
	    !find_source(chain, step, fault, &source))
		return false;
	is_assumed = chain->assume_role(chain->context, source, &role, fault, out_credentials);
	if (is_assumed) {
		(*out_credentials)->is_renewable = true;
		(*out_credentials)->link = arena_printf(&(*out_credentials)->arena,
							"role %s of profile %s, from %s", role.arn,
							step->profile, source->link);
	} else {
		fault_prefix(fault, "profile %s: cannot assume %s", step->profile, role.arn);
	}
	credentials_free(source);
	return is_assumed;
}

/* Kinds of credentials that a profile can ask for and Mattock cannot give yet. */
static const char *const unsupported[] = {
	"web_identity_token_file", "sso_session",   "sso_start_url",
	"credential_process",      "login_session", "credential_source",
};

static bool is_supported(const struct credentials_chain *chain, const char *profile,
			 struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LEN(unsupported); i++)
		if (setting(chain, profile, unsupported[i]))
			return fault_set(fault, FAULT_CREDENTIALS,
					 "profile %s: %s is not supported yet; export the session "
					 "with `aws configure export-credentials --format env`",
					 profile, unsupported[i]);
	return true;
}

static bool resolve_profile(const struct credentials_chain *chain, const struct step *step,
			    struct fault *fault, struct credentials **out_credentials)
{
	const char *profile = step->profile;

	if (setting(chain, profile, "role_arn") &&
	    !setting(chain, profile, "web_identity_token_file"))
		return from_role(chain, step, fault, out_credentials);
	if (!from_key(chain, profile, fault, out_credentials))
		return false;
	if (*out_credentials)
		return true;
	if (!is_supported(chain, profile, fault))
		return false;
	return step->before ? fault_set(fault, FAULT_CREDENTIALS, "profile %s has no credentials",
					profile)
			    : true;
}

/* Other links of AWS's chain, told by their environment variables. */
static bool nothing_found(const struct credentials_chain *chain, struct fault *fault)
{
	static const char *const variables[] = {
		"AWS_WEB_IDENTITY_TOKEN_FILE",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
		"AWS_CONTAINER_CREDENTIALS_FULL_URI",
	};

	for (size_t i = 0; i < ARRAY_LEN(variables); i++)
		if (environment_get(chain->environment, variables[i]))
			return fault_set(fault, FAULT_CREDENTIALS,
					 "no credentials: %s is set, and that is not supported yet",
					 variables[i]);
	return fault_set(fault, FAULT_CREDENTIALS,
			 "no credentials: neither AWS_ACCESS_KEY_ID nor profile %s (%s, %s) has "
			 "any",
			 chain->profile, chain->config->credentials_path,
			 chain->config->config_path);
}

bool credentials_resolve(const struct credentials_chain *chain, struct fault *fault,
			 struct credentials **out_credentials)
{
	const struct step first = { .profile = chain->profile };

	*out_credentials = NULL;
	if (!chain->is_profile_explicit && environment_get(chain->environment, "AWS_ACCESS_KEY_ID"))
		return from_environment(chain, fault, out_credentials);
	if (!config_has_profile(chain->config, chain->profile) &&
	    strcmp(chain->profile, "default") != 0)
		return fault_set(fault, FAULT_CREDENTIALS, "profile %s is in neither %s nor %s",
				 chain->profile, chain->config->config_path,
				 chain->config->credentials_path);
	if (!resolve_profile(chain, &first, fault, out_credentials))
		return false;
	return *out_credentials || nothing_found(chain, fault);
}
