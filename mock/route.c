#include "mock/route.h"

#include <string.h>
#include <strings.h>

#include "mock/s3/address.h"
#include "model/codec.h"
#include "wire/form.h"
#include "wire/uri.h"

static const char *header(const struct exchange *exchange, const char *name)
{
	return http_headers_get(&exchange->request->http.headers, name);
}

/* "AWSOrganizationsV20161128.ListRoots" names the service before the dot. */
static const struct api_service *service_of_target(struct exchange *exchange)
{
	const char *target = header(exchange, "X-Amz-Target");
	const char *dot = target ? strchr(target, '.') : NULL;

	for (size_t i = 0; dot && api_services[i]; i++) {
		const char *prefix = api_services[i]->target_prefix;

		if (prefix && strlen(prefix) == (size_t)(dot - target) &&
		    strncmp(prefix, target, strlen(prefix)) == 0)
			return api_services[i];
	}
	return NULL;
}

/* IAM answers at "/" alone; the toolbox, which signs as IAM, has paths below it. */
static bool answers_path(const struct api_service *service, const char *path)
{
	return service->protocol != API_REST_JSON || strcmp(path, "/") != 0;
}

static const struct api_service *service_of_scope(struct exchange *exchange)
{
	const char *name = exchange->claim.scope.service;
	const char *path = exchange->path;
	const struct api_service *found = NULL;

	/* Of several that sign alike the one that has paths of its own comes last. */
	for (size_t i = 0; name && api_services[i]; i++) {
		if (strcmp(api_services[i]->signing_name, name) == 0 &&
		    (!found || answers_path(api_services[i], path)))
			found = api_services[i];
	}
	return found;
}

/* The Version of a Query request, in a POST's form or a GET's query; or NULL. */
static const char *form_version(struct exchange *exchange)
{
	const struct http_request *http = &exchange->request->http;
	struct fault fault;
	struct form form;

	if (strcmp(http->method, "GET") == 0)
		return uri_query_get(exchange->call.arena, http->query, "Version");
	if (!http_media_type_is(header(exchange, "Content-Type"),
				"application/x-www-form-urlencoded") ||
	    !http->body ||
	    !form_parse(exchange->call.arena, http->body, http->body_len, &fault, &form))
		return NULL;
	return form_get(&form, "Version");
}

static const struct api_service *service_of_version(struct exchange *exchange)
{
	const char *version = form_version(exchange);

	for (size_t i = 0; version && api_services[i]; i++) {
		if (api_services[i]->protocol == API_QUERY &&
		    strcmp(api_services[i]->api_version, version) == 0)
			return api_services[i];
	}
	return NULL;
}

/* "sts.eu-west-1.amazonaws.com" names the service in its first label, an S3 host in another. */
static const struct api_service *service_of_host(struct exchange *exchange)
{
	const char *host = exchange->call.host;

	if (s3_address_is_virtual(host) || s3_address_region(exchange->call.arena, host))
		return api_service_by_name("s3");
	for (size_t i = 0; api_services[i]; i++) {
		size_t len = strlen(api_services[i]->endpoint_prefix);

		if (strncasecmp(host, api_services[i]->endpoint_prefix, len) == 0 &&
		    host[len] == '.')
			return api_services[i];
	}
	return NULL;
}

/* Asked in this order. */
static const struct api_service *(*const finders[])(struct exchange *exchange) = {
	service_of_target,
	service_of_scope,
	service_of_version,
	service_of_host,
};

static enum api_status no_service(struct exchange *exchange)
{
	const char *service = exchange->claim.scope.service;

	if (service && !api_service_by_signing_name(service))
		return call_fail_common(&exchange->call, 501, "NotImplemented",
					"Mattock does not implement the service %s.", service);
	return call_fail_common(&exchange->call, 403, "MissingAuthenticationToken",
				"Request is missing Authentication Token");
}

/* The contract knows S3's buckets in the path only. */
static void take_request(struct exchange *exchange)
{
	exchange->message = exchange->request->http;
	exchange->message.path = exchange->path;
	if (exchange->service->protocol == API_REST_XML)
		exchange->message.path = s3_address_path(exchange->call.arena, exchange->call.host,
							 exchange->message.path);
}

enum api_status route(struct exchange *exchange)
{
	struct call *call = &exchange->call;
	struct api_problem problem;

	exchange->claim_result =
		sigv4_parse(call->arena, &exchange->request->http, &exchange->claim);
	if (exchange->claim.scope.region)
		call->region = exchange->claim.scope.region;
	for (size_t i = 0; i < ARRAY_LEN(finders) && !exchange->service; i++)
		exchange->service = finders[i](exchange);
	if (exchange->request->is_too_large)
		return call_fail_common(call, 413, "RequestEntityTooLarge",
					"Request size exceeded %d bytes", SERVER_BODY_MAX);
	if (!exchange->service)
		return no_service(exchange);
	take_request(exchange);
	exchange->operation =
		codec_find_operation(call->arena, exchange->service, &exchange->message, &problem);
	return exchange->operation ? API_OK : exchange_fail(exchange, &problem);
}
