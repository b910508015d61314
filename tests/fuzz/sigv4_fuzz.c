#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "wire/sigv4_verify.h"

/* Takes a line off the input; the last one is what is left. */
static char *take_line(char **text)
{
	char *line = *text;
	char *end = strchr(line, '\n');

	if (end)
		*end++ = '\0';
	*text = end ? end : line + strlen(line);
	return line;
}

/* The input's lines are Authorization (none if empty), the date, the path and the query. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	char *text = arena_strndup(&arena, (const char *)data, size);
	const char *authorization = take_line(&text);
	const char *date = take_line(&text);
	struct http_request request = { .method = "GET" };
	struct sigv4_expected expected = { .window_ms = INT64_MAX / 4,
					   .credentials = { "AKID", "secret", NULL } };
	struct sigv4_verification verification;
	struct sigv4_claim claim;

	request.path = take_line(&text);
	request.query = take_line(&text);
	http_headers_add(&request.headers, &arena, "Host", "localhost");
	if (*authorization)
		http_headers_add(&request.headers, &arena, "Authorization", authorization);
	if (*date)
		http_headers_add(&request.headers, &arena, "X-Amz-Date", date);
	if (sigv4_parse(&arena, &request, &claim) != SIGV4_OK)
		return 0;
	assert(claim.access_key_id && claim.scope.service && claim.terminator && claim.signature);
	/* Nobody finds a signature by chance. */
	assert(sigv4_verify(&arena, &request, &claim, &expected, &verification) != SIGV4_OK);
	return 0;
}
