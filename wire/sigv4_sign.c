#include "wire/sigv4_sign.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "wire/clock.h"
#include "wire/uri.h"

/* Headers that a proxy or the transport may change or add. */
static const char *const unsigned_headers[] = {
	"accept",
	"accept-encoding",
	"authorization",
	"connection",
	"content-length",
	"expect",
	"te",
	"transfer-encoding",
	"user-agent",
	"x-amzn-trace-id",
};

/* What is worked out before a signature. */
struct moment {
	char time[CLOCK_BASIC_LEN + 1];
	char day[SIGV4_DAY_LEN + 1];
	struct sigv4_scope scope;
};

static void moment_init(struct moment *moment, const struct sigv4_signing *signing)
{
	clock_format_basic(signing->now_ms, moment->time);
	memcpy(moment->day, moment->time, SIGV4_DAY_LEN);
	moment->day[SIGV4_DAY_LEN] = '\0';
	moment->scope = (struct sigv4_scope){ .date = moment->day,
					      .region = signing->region,
					      .service = signing->service };
}

static const char *payload_hash(struct arena *arena, const struct http_request *request,
				const struct sigv4_signing *signing)
{
	char *hash;

	if (signing->is_unsigned_payload)
		return SIGV4_UNSIGNED_PAYLOAD;
	hash = arena_alloc(arena, SHA256_HEX_LEN + 1);
	sha256_hex(request->body, request->body_len, hash);
	return hash;
}

static int name_order(const void *one, const void *other)
{
	return strcasecmp(*(const char *const *)one, *(const char *const *)other);
}

static bool is_unsigned(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(unsigned_headers); i++)
		if (!strcasecmp(unsigned_headers[i], name))
			return true;
	return false;
}

/* The lower-case names of the headers to sign, in order: "host;x-amz-date". */
static const char *signed_headers(struct arena *arena, const struct http_headers *headers)
{
	const char **names = arena_array(arena, headers->count, sizeof(*names));
	const char *last = "";
	struct buffer out;
	size_t count = 0;

	for (size_t i = 0; i < headers->count; i++)
		if (!is_unsigned(headers->items[i].name))
			names[count++] = headers->items[i].name;
	qsort(names, count, sizeof(*names), name_order);
	buffer_init(&out, arena, 128);
	for (size_t i = 0; i < count; i++) {
		if (!strcasecmp(names[i], last))
			continue;
		last = names[i];
		if (out.len)
			buffer_add_char(&out, ';');
		for (const char *at = last; *at; at++)
			buffer_add_char(&out, *at >= 'A' && *at <= 'Z' ? *at | 0x20 : *at);
	}
	return out.data;
}

/* Everything of one signing, so that its stages need no long lists of arguments. */
struct job {
	struct arena *arena;
	struct http_request *request;
	const struct sigv4_credentials *credentials;
	struct sigv4_signing *signing;
	struct moment moment;
	struct sigv4_coverage coverage;
	char hex[SIGV4_HEX_LEN + 1];
};

static void job_init(struct job *job)
{
	assert(http_headers_get(&job->request->headers, "Host"));
	moment_init(&job->moment, job->signing);
	job->coverage.is_s3 = sigv4_is_s3(&job->moment.scope);
	job->coverage.payload_hash = payload_hash(job->arena, job->request, job->signing);
}

/* Stages 1 to 4. */
static void job_sign(struct job *job)
{
	struct sigv4_signing *signing = job->signing;
	struct buffer canonical, string_to_sign;
	struct hmac_key key;

	buffer_init(&canonical, job->arena, 1024);
	sigv4_canonical_request(&canonical, job->request, &job->coverage);
	buffer_init(&string_to_sign, job->arena, 256);
	sigv4_string_to_sign(&string_to_sign, &job->moment.scope, job->moment.time, &canonical);
	key = signing->keys ? *sigv4_keys_get(signing->keys, &job->moment.scope, job->credentials)
			    : sigv4_signing_key(&job->moment.scope, job->credentials->secret);
	sigv4_signature(&key, &string_to_sign, job->hex);
	secret_wipe(&key, sizeof(key));
	signing->canonical = canonical.data;
	signing->string_to_sign = string_to_sign.data;
}

void sigv4_sign(struct arena *arena, struct http_request *request,
		const struct sigv4_credentials *credentials, struct sigv4_signing *signing)
{
	struct job job = {
		.arena = arena, .request = request, .credentials = credentials, .signing = signing
	};
	struct http_headers *headers = &request->headers;
	struct buffer value;

	job_init(&job);
	http_headers_add(headers, arena, "X-Amz-Date", arena_strdup(arena, job.moment.time));
	if (credentials->session_token)
		http_headers_add(headers, arena, "X-Amz-Security-Token",
				 credentials->session_token);
	if (signing->adds_content_sha256)
		http_headers_add(headers, arena, "X-Amz-Content-SHA256", job.coverage.payload_hash);
	job.coverage.signed_headers = signed_headers(arena, headers);
	job_sign(&job);
	buffer_init(&value, arena, 320);
	buffer_add_text(&value, SIGV4_ALGORITHM " Credential=");
	buffer_add_text(&value, credentials->access_key_id);
	buffer_add_char(&value, '/');
	sigv4_scope_text(&value, &job.moment.scope);
	buffer_add_text(&value, ", SignedHeaders=");
	buffer_add_text(&value, job.coverage.signed_headers);
	buffer_add_text(&value, ", Signature=");
	buffer_add_text(&value, job.hex);
	http_headers_add(headers, arena, "Authorization", value.data);
}

static void add_parameter(struct buffer *query, const char *name, const char *value)
{
	if (query->len)
		buffer_add_char(query, '&');
	buffer_add_text(query, name);
	buffer_add_char(query, '=');
	uri_encode(query, value, strlen(value), URI_KEEP_NOTHING);
}

void sigv4_presign(struct arena *arena, struct http_request *request,
		   const struct sigv4_credentials *credentials, struct sigv4_signing *signing)
{
	struct job job = {
		.arena = arena, .request = request, .credentials = credentials, .signing = signing
	};
	struct buffer query, credential;

	job_init(&job);
	if (job.coverage.is_s3)
		job.coverage.payload_hash = SIGV4_UNSIGNED_PAYLOAD;
	buffer_init(&credential, arena, 128);
	buffer_add_text(&credential, credentials->access_key_id);
	buffer_add_char(&credential, '/');
	sigv4_scope_text(&credential, &job.moment.scope);
	buffer_init(&query, arena, 1024);
	buffer_add_text(&query, request->query);
	add_parameter(&query, "X-Amz-Algorithm", SIGV4_ALGORITHM);
	add_parameter(&query, "X-Amz-Credential", credential.data);
	add_parameter(&query, "X-Amz-Date", job.moment.time);
	add_parameter(&query, "X-Amz-Expires", arena_printf(arena, "%u", signing->expires_s));
	add_parameter(&query, "X-Amz-SignedHeaders", "host");
	if (credentials->session_token)
		add_parameter(&query, "X-Amz-Security-Token", credentials->session_token);
	request->query = query.data;
	job.coverage.signed_headers = "host";
	job.coverage.is_presigned = true;
	job_sign(&job);
	add_parameter(&query, "X-Amz-Signature", job.hex);
	request->query = query.data;
}
