#include "client/transport_fault.h"

#include <string.h>

enum { PROXY_WANTS_LOGIN = 407 };

/* Results that another attempt does not change. */
static const struct barred {
	CURLcode result;
	const char *text;
} barred[] = {
	{ CURLE_PEER_FAILED_VERIFICATION,
	  "its certificate cannot be trusted. If a proxy or a private CA stands between, name its "
	  "certificate with --ca-bundle or AWS_CA_BUNDLE" },
	{ CURLE_SSL_CACERT_BADFILE, "the CA bundle cannot be read" },
	{ CURLE_SSL_ISSUER_ERROR, "its certificate is not of the expected issuer" },
	{ CURLE_COULDNT_RESOLVE_PROXY, "the proxy's name is not known; look at HTTPS_PROXY and "
				       "NO_PROXY" },
	{ CURLE_UNSUPPORTED_PROTOCOL, "this kind of URL or proxy is not supported" },
	{ CURLE_URL_MALFORMAT, "this is no URL" },
};

/* What curl says when nothing was sent. All else may have reached AWS. */
static const CURLcode unsent[] = {
	CURLE_COULDNT_RESOLVE_PROXY,    CURLE_COULDNT_RESOLVE_HOST,
	CURLE_COULDNT_CONNECT,          CURLE_SSL_CONNECT_ERROR,
	CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
	CURLE_UNSUPPORTED_PROTOCOL,     CURLE_URL_MALFORMAT,
	CURLE_SSL_ISSUER_ERROR,         CURLE_PROXY,
};

static bool is_surely_unsent(const struct transport_failure *failure, long proxy_status)
{
	curl_off_t connected_us = 0;

	for (size_t i = 0; i < ARRAY_LEN(unsent); i++)
		if (failure->result == unsent[i])
			return true;
	/* The tunnel was refused, so nothing went through it. */
	if (proxy_status >= 300)
		return true;
	curl_easy_getinfo(failure->curl, CURLINFO_PRETRANSFER_TIME_T, &connected_us);
	/* It never got as far as a connection. */
	return failure->result == CURLE_OPERATION_TIMEDOUT && connected_us == 0;
}

static const char *barred_text(CURLcode result)
{
	for (size_t i = 0; i < ARRAY_LEN(barred); i++)
		if (barred[i].result == result)
			return barred[i].text;
	return NULL;
}

static bool set_proxy_login(const char *origin, struct fault *fault)
{
	return fault_set(fault, FAULT_CONNECTION,
			 "%s: the proxy wants a name and a password (407). Give them in the "
			 "proxy's URL, HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT, or leave this "
			 "host to NO_PROXY",
			 origin);
}

static bool set_barred(const struct transport_failure *failure, const char *text,
		       struct fault *fault)
{
	bool has_bundle = failure->ca_bundle != NULL, has_detail = *failure->detail != '\0';

	return fault_set(fault, FAULT_CONNECTION, "%s: %s%s%s%s%s%s%s%s", failure->origin,
			 has_detail ? failure->detail : "", has_detail ? ": " : "", text,
			 has_bundle ? " (trusted is " : "", has_bundle ? failure->ca_bundle : "",
			 has_bundle ? ", named by " : "", has_bundle ? failure->ca_source : "",
			 has_bundle ? ")" : "");
}

/* curl's own words say how far it came, but of a connection only what the origin says too. */
static const char *result_text(const struct transport_failure *failure)
{
	bool has_detail = *failure->detail && failure->result != CURLE_COULDNT_CONNECT;

	return has_detail ? failure->detail : curl_easy_strerror(failure->result);
}

bool transport_fault_set(const struct transport_failure *failure, struct fault *fault)
{
	const char *text = barred_text(failure->result);
	long proxy_status = 0;

	curl_easy_getinfo(failure->curl, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
	if (failure->body_max)
		fault_set(fault, FAULT_TRANSPORT, "%s: the answer is over its bound of %d bytes",
			  failure->origin, failure->body_max);
	else if (proxy_status == PROXY_WANTS_LOGIN)
		set_proxy_login(failure->origin, fault);
	else if (proxy_status >= 300 && proxy_status < 500)
		fault_set(fault, FAULT_CONNECTION,
			  "%s: the proxy refuses to connect there (%ld). Look at HTTPS_PROXY and "
			  "NO_PROXY",
			  failure->origin, proxy_status);
	else if (text)
		set_barred(failure, text, fault);
	else
		fault_set(fault, FAULT_TRANSPORT, "%s: %s", failure->origin, result_text(failure));
	fault->is_outcome_unknown = !is_surely_unsent(failure, proxy_status);
	return false;
}

bool transport_fault_is_proxy(const char *origin, int status, struct fault *fault)
{
	if (status != PROXY_WANTS_LOGIN)
		return false;
	set_proxy_login(origin, fault);
	return true;
}
