/*
 * role.c - the link that assumes a profile's role with the credentials of its source.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/credentials/chain.h"
#include "client/credentials/mfa.h"
#include "client/credentials/sts.h"
#include "wire/digest.h"

enum { DURATION_MIN_S = 900, DURATION_MAX_S = 43200 };

/* A role to assume. */
struct role {
	struct sts_assume_role_in in;
	const char *mfa_serial; /* NULL: none is asked for */
};

static bool has_key(const struct chain *chain, const struct chain_place *place)
{
	return chain_setting(chain, place, "aws_access_key_id") ||
	       chain_setting(chain, place, "aws_secret_access_key");
}

static bool read_role(struct chain *chain, const struct chain_place *place, struct role *out_role,
		      struct fault *fault)
{
	const char *duration = chain_setting(chain, place, "duration_seconds");
	const char *name = chain_setting(chain, place, "role_session_name");
	char *end = NULL;
	long long duration_s;

	*out_role = (struct role){
		.in = { .role_arn = chain_setting(chain, place, "role_arn"),
			.role_session_name = name ? name : chain_session_name(chain),
			.external_id = chain_setting(chain, place, "external_id") },
		.mfa_serial = chain_setting(chain, place, "mfa_serial"),
	};
	if (!duration)
		return true;
	duration_s = strtoll(duration, &end, 10);
	if (*end || duration_s < DURATION_MIN_S || duration_s > DURATION_MAX_S)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s: duration_seconds must be a number from %d to %d",
				 place->profile, DURATION_MIN_S, DURATION_MAX_S);
	out_role->in.duration_seconds = api_integer(duration_s);
	return true;
}

/* Profiles may not lead in a circle; only one that names itself may, and then by its own key. */
static bool check_circle(const struct chain *chain, const struct chain_place *place,
			 const char *source, struct fault *fault)
{
	if (place->depth + 1 >= CHAIN_DEPTH_MAX)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s: more than %d profiles lead to one another by "
				 "source_profile",
				 place->profile, CHAIN_DEPTH_MAX);
	for (const struct chain_place *at = place; at; at = at->before) {
		if (strcmp(at->profile, source) != 0)
			continue;
		if (at != place)
			return fault_set(fault, FAULT_CREDENTIALS,
					 "profile %s: source_profile %s leads in a circle",
					 place->profile, source);
		return has_key(chain, place) ||
		       fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s names itself as source_profile and has no key",
				 source);
	}
	return true;
}

static bool source_of_profile(struct chain *chain, const struct chain_place *place,
			      const char *source, struct fault *fault,
			      struct credentials **out_source)
{
	const struct chain_place next = { .profile = source,
					  .is_source = true,
					  .keeps_environment_out = true,
					  .depth = place->depth + 1,
					  .before = place };

	if (!config_has_profile(&chain->system->config, source))
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s: its source_profile %s does not exist", place->profile,
				 source);
	if (!check_circle(chain, place, source, fault) ||
	    !chain_walk(chain, &next, fault, out_source))
		return false;
	return *out_source || fault_set(fault, FAULT_CREDENTIALS,
					"profile %s: its source_profile %s has no credentials",
					place->profile, source);
}

/* credential_source: one of the links that have to do with no profile. */
static bool source_of_name(struct chain *chain, const struct chain_place *place, const char *name,
			   struct fault *fault, struct credentials **out_source)
{
	struct chain_place next = { .profile = place->profile, .is_source = true, .before = place };

	for (next.link = chain_links; next.link->name; next.link++) {
		if (!next.link->canonical || strcasecmp(name, next.link->canonical) != 0)
			continue;
		if (!chain_ask(chain, &next, fault, out_source))
			return false;
		return *out_source || fault_set(fault, FAULT_CREDENTIALS,
						"profile %s: its credential_source %s has no "
						"credentials: %s",
						place->profile, name, chain->passed);
	}
	return fault_set(fault, FAULT_CREDENTIALS,
			 "profile %s: credential_source is \"%s\"; it must be Environment, "
			 "Ec2InstanceMetadata or EcsContainer",
			 place->profile, name);
}

static bool find_source(struct chain *chain, const struct chain_place *place, struct fault *fault,
			struct credentials **out_source)
{
	const char *profile = chain_setting(chain, place, "source_profile");
	const char *name = chain_setting(chain, place, "credential_source");

	if (profile && name)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s has both source_profile and credential_source",
				 place->profile);
	if (profile)
		return source_of_profile(chain, place, profile, fault, out_source);
	if (name)
		return source_of_name(chain, place, name, fault, out_source);
	return fault_set(fault, FAULT_CREDENTIALS,
			 "profile %s has role_arn, and neither source_profile nor "
			 "credential_source",
			 place->profile);
}

/* The code is of this function alone, and gone when it returns. */
static bool assume_with_code(struct client *client, const struct role *role,
			     struct sts_assume_role_out *out, struct fault *fault)
{
	char code[MFA_CODE_LEN + 1] = "";
	struct sts_assume_role_in in = role->in;
	bool is_assumed;

	if (role->mfa_serial) {
		if (!mfa_ask(role->mfa_serial, code, fault))
			return false;
		in.serial_number = role->mfa_serial;
		in.token_code = code;
	}
	is_assumed = sts_assume_role(client, &in, out, fault);
	secret_wipe(code, sizeof(code));
	return is_assumed;
}

static bool assume(struct chain *chain, const struct role *role, struct credentials *source,
		   struct fault *fault, struct credentials **out_credentials)
{
	struct client client = { .system = chain->system,
				 .arena = &chain->arena,
				 .credentials = source,
				 .region = chain->region };
	struct sts_assume_role_out out;

	return assume_with_code(&client, role, &out, fault) &&
	       sts_take_credentials(out.credentials, "", fault, out_credentials);
}

bool link_role(struct chain *chain, const struct chain_place *place, struct fault *fault,
	       struct credentials **out_credentials)
{
	struct credentials_step step = { .link = place->link->name, .profile = place->profile };
	struct credentials *source = NULL;
	struct role role;
	bool is_assumed, is_renewable;

	step.role_arn = chain_setting(chain, place, "role_arn");
	if (!step.role_arn)
		return chain_pass(chain, "no role_arn");
	if (chain_setting(chain, place, "web_identity_token_file"))
		return chain_pass(chain, "its role is for a web identity");
	if (place->is_source && has_key(chain, place))
		return chain_pass(chain, "its own key comes first where it is a source");
	if (!read_role(chain, place, &role, fault) || !find_source(chain, place, fault, &source))
		return false;
	/* Nobody wants to be asked for a code in the middle of a run. */
	is_renewable = !role.mfa_serial && (source->is_renewable || source->expires_ms == 0);
	source->is_renewable = false; /* the call must not begin a renewal inside of this one */
	is_assumed = assume(chain, &role, source, fault, out_credentials);
	if (is_assumed) {
		step.text = arena_printf(&chain->arena, "role %s of profile %s", step.role_arn,
					 place->profile);
		credentials_set_step(*out_credentials, &step, source);
		(*out_credentials)->is_renewable = is_renewable;
	} else {
		fault_prefix(fault, "profile %s: cannot assume %s", place->profile, step.role_arn);
	}
	credentials_free(source);
	return is_assumed;
}
