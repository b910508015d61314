#include "mock/control_issuer.h"

#include <string.h>

#include "mock/call.h"
#include "mock/control_answer.h"
#include "mock/database.h"
#include "mock/namespace.h"
#include "mock/namespaces.h"
#include "mock/sts/token_key.h"

#define KNOWN "/.well-known/"

/* The path up to the description or the keys is the issuer's own. */
static const char *issuer_of(const struct control *control, const struct server_request *request)
{
	const char *path = request->http.path;

	bool is_default = strcmp(control->name, NAMESPACE_DEFAULT) == 0;

	return arena_printf(request->arena, "%s%s%s%.*s", control->base_url,
			    is_default ? "" : NAMESPACE_PATH, is_default ? "" : control->name,
			    (int)(strstr(path, KNOWN) - path), path);
}

void control_issuer_get_configuration(struct control *control, const struct server_request *request,
				      struct http_response *out_response)
{
	const char *issuer = issuer_of(control, request);
	struct buffer body;

	buffer_init(&body, request->arena, 1024);
	buffer_printf(&body,
		      "{\"claims_supported\":[\"sub\",\"iss\",\"aud\",\"exp\",\"iat\",\"jti\","
		      "\"https://sts.amazonaws.com/\"],\"id_token_signing_alg_values_supported\":["
		      "\"RS256\",\"ES384\"],\"issuer\":\"%s\",\"jwks_uri\":\"%s" KNOWN
		      "jwks.json\","
		      "\"subject_types_supported\":[\"public\"]}\n",
		      issuer, issuer);
	control_respond(request, 200, &body, out_response);
}

/* Keys that nobody has signed with are made here. */
void control_issuer_get_keys(struct control *control, const struct server_request *request,
			     struct http_response *out_response)
{
	struct database *database = control->space->database;
	struct call call = { .arena = request->arena, .database = database };
	struct buffer body;
	const char *keys;

	database_begin(database);
	keys = token_key_set(&call);
	if (!database_commit(database) || !keys) {
		control_refuse(request, 500, "The keys cannot be made or kept.", out_response);
		return;
	}
	buffer_init(&body, request->arena, 1024);
	buffer_printf(&body, "%s\n", keys);
	control_respond(request, 200, &body, out_response);
}
