/*
 * codec_protocol.h - what each protocol gives to codec.c; for codec*.c only.
 */
#pragma once

#include "model/codec.h"
#include "wire/buffer.h"

/* An error as read from an answer; NULL where it does not say. */
struct codec_error {
	const char *code, *message, *reason, *request_id;
};

/* The functions are those of codec.h, for one protocol. */
struct codec_protocol {
	const struct api_operation *(*find_operation)(struct arena *arena,
						      const struct api_service *service,
						      const struct http_request *request,
						      struct api_problem *out_problem);
	void (*write_request)(struct arena *arena, const struct api_operation *operation,
			      const void *in, struct http_request *out_request);
	bool (*read_request)(struct arena *arena, const struct api_operation *operation,
			     const struct http_request *request, void *out_in,
			     struct api_problem *out_problem);
	void (*write_response)(struct arena *arena, const struct api_operation *operation,
			       const void *out, const char *request_id,
			       struct http_response *out_response);
	bool (*read_response)(struct arena *arena, const struct api_operation *operation,
			      const struct http_response *response, struct fault *fault,
			      void *out_out);
	void (*write_error)(struct arena *arena, const struct api_service *service,
			    const struct api_problem *problem, const char *request_id,
			    struct http_response *out_response);
	void (*read_error)(struct arena *arena, const struct http_response *response,
			   struct codec_error *out_error);
};

extern const struct codec_protocol codec_query, codec_json, codec_rest_xml, codec_rest_json;

/* An error without details; returns false. */
bool codec_problem(struct api_problem *out_problem, int http_status, const char *code,
		   const char *message);

/* Sets the body of an answer or a request and its Content-Type. */
void codec_set_body(struct arena *arena, struct http_response *response, const char *content_type,
		    const struct buffer *body);

/* Reads the error document of Query and of S3, which differ in their root only. */
void codec_read_xml_error(struct arena *arena, const struct http_response *response,
			  struct codec_error *out_error);
