/*
 * container.c - the link that asks a container's credentials endpoint.
 */
#include "client/credentials/container.h"

#include <string.h>

#include "client/credentials/chain.h"
#include "client/credentials/document.h"
#include "client/credentials/fetch.h"
#include "client/secret_file.h"
#include "wire/uri.h"

enum { CONTAINER_TIMEOUT_MS = 2000, CONTAINER_ATTEMPTS = 3, TOKEN_MAX = 16 * 1024 };

#define RELATIVE_URI "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
#define FULL_URI     "AWS_CONTAINER_CREDENTIALS_FULL_URI"

/* A name would be as good as its resolver says, so only addresses count. */
static bool is_trusted_host(const char *host)
{
	static const char *const hosts[] = { "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]" };

	for (size_t i = 0; i < ARRAY_LEN(hosts); i++)
		if (strcmp(host, hosts[i]) == 0)
			return true;
	return uri_host_is_loopback(host);
}

bool container_url(struct arena *arena, const struct environment *environment, const char **out_url,
		   struct fault *fault)
{
	const char *relative = environment_get(environment, RELATIVE_URI);
	const char *full = environment_get(environment, FULL_URI);
	struct uri uri;

	*out_url = NULL;
	if (relative && relative[0] != '/')
		return fault_set(fault, FAULT_CREDENTIALS, RELATIVE_URI " must begin with \"/\"");
	if (relative)
		*out_url = arena_printf(arena, "http://169.254.170.2%s", relative);
	else
		*out_url = full;
	if (!*out_url)
		return true;
	if (!uri_split(arena, *out_url, fault, &uri)) {
		fault->kind = FAULT_CREDENTIALS;
		return fault_prefix(fault, "%s", relative ? RELATIVE_URI : FULL_URI);
	}
	if (strcmp(uri.scheme, "https") == 0 || is_trusted_host(uri.host))
		return true;
	return fault_set(fault, FAULT_CREDENTIALS,
			 FULL_URI ": %s is not trusted with plain HTTP. It must be https, a "
				  "loopback address, 169.254.170.2, 169.254.170.23 or "
				  "[fd00:ec2::23]",
			 uri.host);
}

/* The file wins: whoever runs the container renews what is in it. */
static bool find_token(struct chain *chain, const char **out_token, struct fault *fault)
{
	const char *path = chain_variable(chain, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
	struct secret_file file;

	*out_token = chain_variable(chain, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
	if (path) {
		if (!secret_file_read(&chain->arena, path, TOKEN_MAX, &file, fault))
			return false;
		if (!file.text)
			return fault_set(fault, FAULT_CREDENTIALS,
					 "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: %s does not "
					 "exist",
					 path);
		*out_token = file.text;
	}
	if (*out_token && strpbrk(*out_token, "\r\n"))
		return fault_set(fault, FAULT_CREDENTIALS,
				 "the container's authorization token has a line break, which "
				 "cannot stand in a header");
	return true;
}

bool link_container(struct chain *chain, const struct chain_place *place, struct fault *fault,
		    struct credentials **out_credentials)
{
	struct fetch fetch = { .method = "GET",
			       .timeout_ms = CONTAINER_TIMEOUT_MS,
			       .attempts = CONTAINER_ATTEMPTS,
			       .is_of_machine = true };
	struct http_response response;

	if (!container_url(&chain->arena, &chain->system->environment, &fetch.url, fault))
		return false;
	if (!fetch.url)
		return chain_pass(chain, RELATIVE_URI " and " FULL_URI " are not set");
	if (!find_token(chain, &fetch.header_value, fault))
		return false;
	fetch.header_name = fetch.header_value ? "Authorization" : NULL;
	if (!fetch_send(chain, &fetch, &response, fault)) {
		fault->kind = FAULT_CREDENTIALS;
		return fault_prefix(fault, "the container's credentials");
	}
	if (response.status != 200)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "the container's credentials: %s answers with status %d",
				 fetch.url, response.status);
	if (!document_read(&chain->arena, DOCUMENT_CONTAINER,
			   (struct document_text){ response.body, response.body_len }, fault,
			   out_credentials))
		return fault_prefix(fault, "the container's credentials: %s", fetch.url);
	credentials_set_step(*out_credentials,
			     &(struct credentials_step){
				     .link = place->link->name,
				     .text = arena_printf(&chain->arena,
							  "the container's role (%s)", fetch.url) },
			     NULL);
	(*out_credentials)->is_renewable = true;
	return true;
}
