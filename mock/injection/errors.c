#include "mock/injection/errors.h"

#include <string.h>

/*
 * What operations answer though none lists it, from AWS's pages of common
 * errors and the tables of codes that SDKs retry. The status is that of the
 * page; where a service models the code, its status wins.
 */
static const struct injection_error_form common[] = {
	{ "AccessDenied", 403, NULL },
	{ "AccessDeniedException", 400, NULL },
	{ "BandwidthLimitExceeded", 509, "Bandwidth limit exceeded." },
	{ "ExpiredToken", 403, "The security token included in the request is expired" },
	{ "ExpiredTokenException", 400, "The security token included in the request is expired" },
	{ "InternalError", 500, "We encountered an internal error. Please try again." },
	{ "InternalFailure", 500,
	  "The request processing has failed because of an unknown error, exception or failure." },
	{ "InternalServerError", 500, NULL },
	{ "InvalidClientTokenId", 403, "The security token included in the request is invalid." },
	{ "OptInRequired", 403, "The AWS Access Key Id needs a subscription for the service" },
	{ "PriorRequestNotComplete", 400, NULL },
	{ "RequestExpired", 400, NULL },
	{ "RequestLimitExceeded", 503, "Request limit exceeded." },
	{ "RequestThrottled", 400, NULL },
	{ "RequestThrottledException", 400, NULL },
	{ "RequestTimeout", 400,
	  "Your socket connection to the server was not read from or written to within the timeout "
	  "period." },
	{ "RequestTimeoutException", 408, NULL },
	{ "RequestTimeTooSkewed", 403,
	  "The difference between the request time and the current time is too large." },
	{ "ServiceUnavailable", 503,
	  "The request has failed due to a temporary failure of the server." },
	{ "ServiceUnavailableException", 503, NULL },
	{ "SlowDown", 503, "Please reduce your request rate." },
	{ "Throttling", 400, "Rate exceeded" },
	{ "ThrottledException", 400, "Rate exceeded" },
	{ "ThrottlingException", 400, "Rate exceeded" },
	{ "TooManyRequestsException", 429, "Rate exceeded" },
	{ "UnrecognizedClientException", 400,
	  "The security token included in the request is invalid." },
};

/* Texts of errors that are modelled, as they were recorded. */
static const struct text {
	const char *service, *code, *message;
} texts[] = {
	{ "organizations", "TooManyRequestsException",
	  "AWS Organizations can't complete your request because another request is already in "
	  "progress. Try again later." },
	{ "organizations", "ConcurrentModificationException",
	  "AWS Organizations can't complete your request because it conflicts with another attempt "
	  "to modify the same entity. Try again later." },
	{ "organizations", "AccessDeniedException",
	  "You don't have permissions to access this resource." },
	{ "organizations", "AccountNotFoundException",
	  "You specified an account that doesn't exist." },
	{ "organizations", "TargetNotFoundException",
	  "You specified a target that doesn't exist." },
};

static const struct {
	const char *service, *code;
} throttling[] = {
	{ "account", "TooManyRequestsException" },
	{ "organizations", "TooManyRequestsException" },
	{ "s3", "SlowDown" },
	{ "sqs", "RequestThrottled" },
	{ "iam_toolbox", "ThrottlingException" },
};

static const struct injection_error_form *common_of(const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(common); i++) {
		if (strcmp(common[i].code, code) == 0)
			return &common[i];
	}
	return NULL;
}

static const char *text_of(const struct api_service *service, const char *code)
{
	const struct injection_error_form *form = common_of(code);

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		if (strcmp(texts[i].service, service->name) == 0 &&
		    strcmp(texts[i].code, code) == 0)
			return texts[i].message;
	}
	return form && form->message ? form->message : "The request was not carried out.";
}

bool injection_error_find(const struct api_operation *operation, const char *code,
			  struct injection_error_form *out_form)
{
	const struct api_error *error = api_error_by_code(operation->service, code);
	const struct injection_error_form *form = common_of(code);

	if (!form && (!error || !api_operation_throws(operation, error)))
		return false;
	*out_form = (struct injection_error_form){
		.code = error ? error->code : form->code,
		.http_status = error ? error->http_status : form->http_status,
		.message = text_of(operation->service, code),
	};
	return true;
}

bool injection_error_is_known(const struct api_operation *operation, const void *code)
{
	struct injection_error_form form;

	return injection_error_find(operation, code, &form);
}

const char *injection_error_throttling(const struct api_service *service)
{
	for (size_t i = 0; i < ARRAY_LEN(throttling); i++) {
		if (strcmp(throttling[i].service, service->name) == 0)
			return throttling[i].code;
	}
	return "Throttling";
}
