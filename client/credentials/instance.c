/*
 * instance.c - the link that asks the metadata service of an EC2 instance.
 *
 * Version 2 alone: a token first, then the role, then its credentials. Not
 * every machine is an instance, so no answer is no fault; the wait for one is
 * a second, once. Whatever is asked, it is asked without a proxy.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/credentials/chain.h"
#include "client/credentials/document.h"
#include "client/credentials/fetch.h"

enum { ATTEMPTS_MAX = 10, TIMEOUT_MAX_S = 60, EXTENSION_MS = 15 * 60 * 1000 };

#define ROLE_PATH "/latest/meta-data/iam/security-credentials/"

static const char *either(const struct chain *chain, const struct chain_place *place,
			  const char *variable, const char *name)
{
	const char *text = chain_variable(chain, variable);

	return text ? text : chain_setting(chain, place, name);
}

/* A small number, by its variable and its name in a profile; 1 where neither is set. */
struct number {
	const char *variable, *name;
	long max;
};

static bool read_number(const struct chain *chain, const struct chain_place *place,
			const struct number *number, long *out_value, struct fault *fault)
{
	const char *text = either(chain, place, number->variable, number->name);
	char *end = NULL;

	*out_value = text ? strtol(text, &end, 10) : 1;
	if (!text || (!*end && *out_value >= 1 && *out_value <= number->max))
		return true;
	return fault_set(fault, FAULT_USAGE, "%s (%s): \"%s\" is not a number from 1 to %ld",
			 number->variable, number->name, text, number->max);
}

/* How long and how often is asked. */
static bool read_patience(const struct chain *chain, const struct chain_place *place,
			  struct fetch *fetch, struct fault *fault)
{
	static const struct number timeout = { "AWS_METADATA_SERVICE_TIMEOUT",
					       "metadata_service_timeout", TIMEOUT_MAX_S };
	static const struct number attempts = { "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
						"metadata_service_num_attempts", ATTEMPTS_MAX };
	long timeout_s, count;

	if (!read_number(chain, place, &timeout, &timeout_s, fault) ||
	    !read_number(chain, place, &attempts, &count, fault))
		return false;
	fetch->timeout_ms = 1000 * timeout_s;
	fetch->attempts = (unsigned)count;
	return true;
}

static const char *base_url(struct chain *chain, const struct chain_place *place)
{
	const char *url = either(chain, place, "AWS_EC2_METADATA_SERVICE_ENDPOINT",
				 "ec2_metadata_service_endpoint");
	const char *mode = either(chain, place, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
				  "ec2_metadata_service_endpoint_mode");
	size_t len = url ? strlen(url) : 0;

	if (!url)
		return mode && strcasecmp(mode, "ipv6") == 0 ? "http://[fd00:ec2::254]"
							     : "http://169.254.169.254";
	while (len > 0 && url[len - 1] == '/')
		len--;
	return arena_strndup(&chain->arena, url, len);
}

/* Passes with the reason; false only if what it is asked for is no URL. */
static bool ask(struct chain *chain, const struct fetch *fetch, const char **out_text,
		struct fault *fault)
{
	struct http_response response;

	*out_text = NULL;
	if (!fetch_send(chain, fetch, &response, fault)) {
		chain_pass(chain, "%s", fault->message);
		return fault->kind != FAULT_USAGE;
	}
	if (response.status != 200 || response.body_len == 0 || response.body_len > DOCUMENT_MAX)
		return chain_pass(chain, "%s answers with status %d and %zu bytes", fetch->url,
				  response.status, response.body_len);
	*out_text = arena_strndup(&chain->arena, response.body, response.body_len);
	return true;
}

/* The first line, if it can be a role's name and nothing else. */
static const char *role_name(struct chain *chain, const char *text)
{
	static const char characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					 "0123456789_+=,.@-";
	size_t len = strspn(text, characters);

	if (len == 0 || (text[len] && !strchr("\r\n", text[len])))
		return NULL;
	return arena_strndup(&chain->arena, text, len);
}

/* The service goes on with what it has when it cannot get new ones, and so does the SDK. */
static void extend(struct chain *chain, struct credentials *credentials)
{
	int64_t now_ms = chain_now_ms(chain);

	if (credentials->expires_ms == 0 || credentials->expires_ms > now_ms)
		return;
	notice_say(&chain->system->notice,
		   "the instance's credentials ended at %s and there are no newer ones; they are "
		   "used on",
		   chain_time(chain, credentials->expires_ms));
	credentials->expires_ms = now_ms + EXTENSION_MS;
}

static void take(struct chain *chain, const struct chain_place *place, const char *name,
		 const char *text, struct credentials **out_credentials)
{
	struct credentials_step step = { .link = place->link->name };
	struct fault fault;

	if (!document_read(&chain->arena, DOCUMENT_INSTANCE,
			   (struct document_text){ text, strlen(text) }, &fault, out_credentials)) {
		chain_pass(chain, "role %s: %s", name, fault.message);
		return;
	}
	step.text = arena_printf(&chain->arena, "the instance's role %s", name);
	credentials_set_step(*out_credentials, &step, NULL);
	(*out_credentials)->is_renewable = true;
	extend(chain, *out_credentials);
}

bool link_instance(struct chain *chain, const struct chain_place *place, struct fault *fault,
		   struct credentials **out_credentials)
{
	const char *base = base_url(chain, place), *token, *names, *name, *text;
	struct fetch fetch = {
		.method = "PUT",
		.url = arena_printf(&chain->arena, "%s/latest/api/token", base),
		.header_name = "X-aws-ec2-metadata-token-ttl-seconds",
		.header_value = "21600",
		.is_of_machine = true,
	};

	if (environment_is_true(&chain->system->environment, "AWS_EC2_METADATA_DISABLED"))
		return chain_pass(chain, "AWS_EC2_METADATA_DISABLED is set");
	if (!read_patience(chain, place, &fetch, fault))
		return false;
	if (!ask(chain, &fetch, &token, fault))
		return fault_prefix(fault, "AWS_EC2_METADATA_SERVICE_ENDPOINT");
	if (!token)
		return true;
	fetch.method = "GET";
	fetch.header_name = "X-aws-ec2-metadata-token";
	fetch.header_value = arena_strndup(&chain->arena, token, strcspn(token, "\r\n"));
	fetch.url = arena_printf(&chain->arena, "%s" ROLE_PATH, base);
	if (!ask(chain, &fetch, &names, fault) || !names)
		return true;
	name = role_name(chain, names);
	if (!name)
		return chain_pass(chain, "%s names no role", fetch.url);
	fetch.url = arena_printf(&chain->arena, "%s%s", fetch.url, name);
	if (ask(chain, &fetch, &text, fault) && text)
		take(chain, place, name, text, out_credentials);
	return true;
}
