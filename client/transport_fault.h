/*
 * transport_fault.h - what it means that curl could not carry a request.
 *
 * A certificate nobody trusts and a proxy that refuses will be the same at the
 * next attempt, so they are FAULT_CONNECTION, which is not tried again.
 */
#pragma once

#include <curl/curl.h>

#include "wire/fault.h"

/* How a request failed. Texts are borrowed. */
struct transport_failure {
	CURL *curl;         /* whose transfer it was */
	const char *origin; /* of the request */
	CURLcode result;
	const char *detail; /* of curl's CURLOPT_ERRORBUFFER; "" if it said nothing */
	const char *ca_bundle, *ca_source; /* the file and the setting that names it, or NULL */
	int body_max;                      /* the bound that the answer is over; 0: it is not */
};

/*
 * Fills @fault: FAULT_CONNECTION if the way is barred, else FAULT_TRANSPORT.
 * is_outcome_unknown is set unless it is sure that nothing was sent. Returns false.
 */
bool transport_fault_set(const struct transport_failure *failure, struct fault *fault);

/*
 * Whether an answer comes from a proxy that wants a name and a password (407,
 * which no service of AWS says); then fills @fault with FAULT_CONNECTION.
 */
bool transport_fault_is_proxy(const char *origin, int status, struct fault *fault);
