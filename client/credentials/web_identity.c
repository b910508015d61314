/*
 * web_identity.c - the link that assumes a role with a token from a file, as
 * Kubernetes and CI systems give one.
 */
#include <string.h>

#include "client/credentials/chain.h"
#include "client/credentials/sts.h"
#include "client/secret_file.h"

enum { TOKEN_MAX = 20000 }; /* characters of a token; AWS's bound (documented) */

/* A setting that the environment has, too, where it is not kept out. */
static const char *either(const struct chain *chain, const struct chain_place *place,
			  const char *variable, const char *name)
{
	const char *text = place->keeps_environment_out ? NULL : chain_variable(chain, variable);

	return text ? text : chain_setting(chain, place, name);
}

static bool read_token(struct chain *chain, const char *path, const char **out_token,
		       struct fault *fault)
{
	struct secret_file file;

	if (!secret_file_read(&chain->arena, path, TOKEN_MAX, &file, fault))
		return false;
	if (!file.text)
		return fault_set(fault, FAULT_CREDENTIALS, "%s does not exist", path);
	*out_token = arena_strndup(&chain->arena, file.text, strcspn(file.text, " \t\r\n"));
	return **out_token || fault_set(fault, FAULT_CREDENTIALS, "%s is empty", path);
}

/* The call is not signed: the token is what proves who asks. */
static bool assume(struct chain *chain, const struct sts_assume_role_with_web_identity_in *in,
		   struct fault *fault, struct credentials **out_credentials)
{
	struct credentials *nobody = credentials_new("", "", NULL, "");
	struct client client = { .system = chain->system,
				 .arena = &chain->arena,
				 .credentials = nobody,
				 .region = chain->region };
	struct sts_assume_role_with_web_identity_out out;
	bool is_assumed;

	is_assumed = sts_assume_role_with_web_identity(&client, in, &out, fault) &&
		     sts_take_credentials(out.credentials, "", fault, out_credentials);
	credentials_free(nobody);
	return is_assumed;
}

bool link_web_identity(struct chain *chain, const struct chain_place *place, struct fault *fault,
		       struct credentials **out_credentials)
{
	const char *path =
		either(chain, place, "AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
	const char *name = either(chain, place, "AWS_ROLE_SESSION_NAME", "role_session_name");
	struct sts_assume_role_with_web_identity_in in = {
		.role_arn = either(chain, place, "AWS_ROLE_ARN", "role_arn"),
		.role_session_name = name ? name : chain_session_name(chain),
	};
	struct credentials_step step = { .link = place->link->name,
					 .profile = place->profile,
					 .role_arn = in.role_arn };

	if (!path)
		return chain_pass(chain, "no AWS_WEB_IDENTITY_TOKEN_FILE or "
					 "web_identity_token_file");
	if (!in.role_arn)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "there is a web identity's token (%s) and no role for it: neither "
				 "AWS_ROLE_ARN nor role_arn of profile %s",
				 path, place->profile);
	if (!read_token(chain, path, &in.web_identity_token, fault))
		return fault_prefix(fault, "the web identity's token");
	if (!assume(chain, &in, fault, out_credentials))
		return fault_prefix(fault, "cannot assume %s with the token in %s", in.role_arn,
				    path);
	step.text = arena_printf(&chain->arena, "role %s with the web identity in %s", in.role_arn,
				 path);
	credentials_set_step(*out_credentials, &step, NULL);
	(*out_credentials)->is_renewable = true; /* the file is read again */
	return true;
}
