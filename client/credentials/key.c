/*
 * key.c - links whose key stands somewhere as it is: the environment, the two files.
 */
#include <string.h>

#include "client/credentials/chain.h"

/* Credentials in the environment may say their end, as SDKs and helpers write it. */
static bool set_expiry(const struct chain *chain, struct credentials *credentials,
		       struct fault *fault)
{
	const char *expires = chain_variable(chain, "AWS_CREDENTIAL_EXPIRATION");

	if (!expires || clock_parse_iso(expires, &credentials->expires_ms))
		return true;
	return fault_set(fault, FAULT_CREDENTIALS,
			 "AWS_CREDENTIAL_EXPIRATION: \"%s\" is not a time as in "
			 "2027-01-31T12:00:00Z",
			 expires);
}

bool link_environment(struct chain *chain, const struct chain_place *place, struct fault *fault,
		      struct credentials **out_credentials)
{
	const char *id = chain_variable(chain, "AWS_ACCESS_KEY_ID");
	const char *secret = chain_variable(chain, "AWS_SECRET_ACCESS_KEY");
	const char *token = chain_variable(chain, "AWS_SESSION_TOKEN");

	if (!token)
		token = chain_variable(chain, "AWS_SECURITY_TOKEN"); /* its name of old */
	if (!id)
		return chain_pass(chain, "AWS_ACCESS_KEY_ID is not set");
	if (!secret)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not");
	*out_credentials = credentials_new(id, secret, token, "");
	credentials_set_step(*out_credentials,
			     &(struct credentials_step){ .link = place->link->name,
							 .text = "environment variables" },
			     NULL);
	if (set_expiry(chain, *out_credentials, fault))
		return true;
	credentials_free(*out_credentials);
	*out_credentials = NULL;
	return false;
}

static const char *text_in(const struct chain *chain, const struct chain_place *place,
			   enum config_file file, const char *name)
{
	struct config_value value;
	const struct config_wanted wanted = { place->profile, name };

	return config_find_in(&chain->system->config, file, &wanted, &value) && *value.text
		       ? value.text
		       : NULL;
}

/* The profile's key in one of the files; both halves must stand in the same. */
static bool from_file(struct chain *chain, const struct chain_place *place, enum config_file file,
		      struct fault *fault, struct credentials **out_credentials)
{
	const struct config *config = &chain->system->config;
	const struct config_wanted wanted = { place->profile, "aws_access_key_id" };
	const char *secret = text_in(chain, place, file, "aws_secret_access_key");
	const char *token = text_in(chain, place, file, "aws_session_token");
	struct credentials_step step = { .link = place->link->name, .profile = place->profile };
	struct config_value id;

	if (!token)
		token = text_in(chain, place, file, "aws_security_token"); /* its name of old */
	if (!config_find_in(config, file, &wanted, &id) || !*id.text)
		return chain_pass(chain, "no aws_access_key_id in %s",
				  file == CONFIG_FILE_CONFIG ? config->config_path
							     : config->credentials_path);
	if (!secret)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s has aws_access_key_id (%s, line %zu) and no "
				 "aws_secret_access_key",
				 place->profile, id.path, id.line);
	step.text = arena_printf(&chain->arena, "key of profile %s (%s, line %zu)", place->profile,
				 id.path, id.line);
	*out_credentials = credentials_new(id.text, secret, token, "");
	credentials_set_step(*out_credentials, &step, NULL);
	return true;
}

bool link_credentials_file(struct chain *chain, const struct chain_place *place,
			   struct fault *fault, struct credentials **out_credentials)
{
	return from_file(chain, place, CONFIG_FILE_CREDENTIALS, fault, out_credentials);
}

bool link_config_file(struct chain *chain, const struct chain_place *place, struct fault *fault,
		      struct credentials **out_credentials)
{
	return from_file(chain, place, CONFIG_FILE_CONFIG, fault, out_credentials);
}

bool link_login(struct chain *chain, const struct chain_place *place, struct fault *fault,
		struct credentials **out_credentials)
{
	UNUSED(out_credentials);
	if (!chain_setting(chain, place, "login_session"))
		return chain_pass(chain, "no login_session");
	return fault_set(fault, FAULT_CREDENTIALS,
			 "profile %s has a login_session, which is of `aws login` and not "
			 "supported. Export the session instead: eval \"$(aws configure "
			 "export-credentials --profile %s --format env)\"",
			 place->profile, place->profile);
}
