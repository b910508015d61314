/*
 * fetch.h - small unsigned HTTP requests of the links.
 */
#pragma once

#include "client/credentials/chain.h"
#include "wire/http.h"

/* What to ask. Texts are borrowed. */
struct fetch {
	const char *method;
	const char *url;         /* with its query */
	const char *header_name; /* one header; NULL: none */
	const char *header_value;
	const char *json; /* a body; NULL: none */
	int64_t timeout_ms;
	unsigned attempts;  /* at least 1; with a second between */
	bool is_of_machine; /* a service of the machine itself: no proxy gets to see it */
};

/*
 * The answer, in the chain's arena. An answer of any status is no fault, but
 * 429 and above 499 are asked again. FAULT_TRANSPORT or FAULT_CONNECTION if
 * there was none, FAULT_USAGE if @fetch->url is no URL.
 */
MUST_USE bool fetch_send(struct chain *chain, const struct fetch *fetch,
			 struct http_response *out_response, struct fault *fault);
