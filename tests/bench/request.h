/*
 * request.h - the signed requests that the bench sends.
 *
 * A request is made once and sent again and again: signing is the client's
 * work and must not count. A signature is good for minutes, longer than any
 * run.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/buffer.h"
#include "wire/sigv4.h"

/* An operation as it goes over the wire. */
struct bench_operation {
	const char *name;
	const char *service;      /* signing name */
	const char *content_type; /* NULL: a form */
	const char *target;       /* X-Amz-Target, or NULL */
	const char *body;
};

/* The operation of a name, or NULL. */
const struct bench_operation *bench_operation(const char *name);

/* Appends the bytes of the request, signed now for us-east-1, to @out. */
void bench_request(struct buffer *out, const struct bench_operation *operation, const char *host,
		   const struct sigv4_credentials *credentials);
