/*
 * rest.h - what REST operations carry outside the body: path, query, headers.
 */
#pragma once

#include "model/api.h"
#include "wire/arena.h"
#include "wire/http.h"

/*
 * The operation a method, path and query ask for, or NULL. A query parameter
 * without a value that the contract does not know ("?acl") is another
 * operation, never the plain one.
 */
const struct api_operation *rest_find_operation(const struct api_service *service,
						const struct http_request *request);

/* Fills method, path, query and headers from the input's members. */
void rest_write_request(struct arena *arena, const struct api_operation *operation, const void *in,
			struct http_request *request);

/* Fills the input's members that are not in the body; false if a text does not have its form. */
MUST_USE bool rest_read_request(struct arena *arena, const struct api_operation *operation,
				const struct http_request *request, void *in);

/* The same for an answer's headers. */
void rest_write_headers(struct arena *arena, const struct api_shape *shape, const void *structure,
			struct http_headers *headers);
MUST_USE bool rest_read_headers(struct arena *arena, const struct http_headers *headers,
				const struct api_shape *shape, void *structure);

/* The member of that location, or NULL: there is one payload or root at most. */
const struct api_member *rest_member_at(const struct api_shape *shape, enum api_location location);
