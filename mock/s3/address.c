#include "mock/s3/address.h"

#include <string.h>
#include <strings.h>

/* How many bytes of @host the endpoint's own name takes at its end; 0: no name of S3's. */
static size_t endpoint_len(const char *host)
{
	static const char *const suffixes[] = { ".amazonaws.com", ".amazonaws.com.cn", ".localhost",
						".localhost.localdomain" };
	size_t len = strlen(host);

	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
		size_t suffix = strlen(suffixes[i]);

		if (len > suffix && strcasecmp(host + len - suffix, suffixes[i]) == 0)
			return suffix;
	}
	return 0;
}

/*
 * Finds the label "s3" that begins the endpoint, "s3.eu-west-1.amazonaws.com"
 * behind any bucket. Bucket names may have dots, so the last such label
 * counts. NULL: there is none.
 */
static const char *service_label(const char *host, size_t suffix)
{
	const char *end = host + strlen(host) - suffix;

	for (const char *at = end - 2; at >= host; at--) {
		if (strncasecmp(at, "s3", 2) == 0 && (at == host || at[-1] == '.') &&
		    (at[2] == '.' || at + 2 == end))
			return at;
	}
	return NULL;
}

/* The length of the bucket's name at the start of the host, 0 if it carries none. */
static size_t bucket_len(const char *host)
{
	size_t suffix = endpoint_len(host);
	const char *label = suffix ? service_label(host, suffix) : NULL;

	if (label)
		return label == host ? 0 : (size_t)(label - host) - 1;
	if (suffix && strncasecmp(host + strlen(host) - suffix, ".localhost", 10) == 0)
		return strlen(host) - suffix;
	return 0;
}

bool s3_address_is_virtual(const char *host)
{
	return host && bucket_len(host) > 0;
}

const char *s3_address_path(struct arena *arena, const char *host, const char *path)
{
	size_t len = host ? bucket_len(host) : 0;

	if (len == 0)
		return path;
	if (strcmp(path, "/") == 0)
		path = "";
	return arena_printf(arena, "/%.*s%s", (int)len, host, path);
}

const char *s3_address_region(struct arena *arena, const char *host)
{
	size_t suffix = host ? endpoint_len(host) : 0;
	const char *label = suffix ? service_label(host, suffix) : NULL;
	const char *end;

	if (!label)
		return NULL;
	end = host + strlen(host) - suffix;
	if (end - label <= 3)
		return NULL;
	return arena_strndup(arena, label + 3, (size_t)(end - label) - 3);
}
