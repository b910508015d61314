/*
 * codec.h - contract structs as HTTP messages and back.
 *
 * The client writes requests and reads answers, the mock reads requests and
 * writes answers; both through these functions, whatever the protocol. A path
 * is relative to the endpoint. Everything made lives in the given arena or is
 * borrowed from what was given.
 */
#pragma once

#include "model/api.h"
#include "model/problem.h"
#include "wire/arena.h"
#include "wire/fault.h"
#include "wire/http.h"

/*
 * The operation of @service that a request asks for. NULL with the error AWS
 * answers: InvalidAction, UnknownOperationException, S3's NotImplemented, or
 * the redirect to a product page for a Query request without an Action.
 */
const struct api_operation *codec_find_operation(struct arena *arena,
						 const struct api_service *service,
						 const struct http_request *request,
						 struct api_problem *out_problem);

/* Fills @out_request (zeroed) but for Host and what signing adds. */
void codec_write_request(struct arena *arena, const struct api_operation *operation, const void *in,
			 struct http_request *out_request);

/*
 * Fills the zeroed input struct. False if the form is broken: MalformedInput,
 * SerializationException, MalformedXML. Limits are check.h's, not judged here.
 */
MUST_USE bool codec_read_request(struct arena *arena, const struct api_operation *operation,
				 const struct http_request *request, void *out_in,
				 struct api_problem *out_problem);

/* Fills @out_response (zeroed) with status, headers and body of a success. */
void codec_write_response(struct arena *arena, const struct api_operation *operation,
			  const void *out, const char *request_id,
			  struct http_response *out_response);

/* Fills the zeroed output struct from a success (2xx); FAULT_INPUT if it does not have its form. */
MUST_USE bool codec_read_response(struct arena *arena, const struct api_operation *operation,
				  const struct http_response *response, struct fault *fault,
				  void *out_out);

/* Fills @out_response (zeroed) with an error in the service's form. */
void codec_write_error(struct arena *arena, const struct api_service *service,
		       const struct api_problem *problem, const char *request_id,
		       struct http_response *out_response);

/*
 * Fills @fault as FAULT_SERVICE from an answer that is no success, also from
 * one that no AWS service wrote: the code is then "NotFound", "Forbidden" or
 * "HTTP" and the status. Always returns false.
 */
bool codec_read_error(struct arena *arena, const struct api_service *service,
		      const struct http_response *response, struct fault *fault);
