/*
 * control_namespaces.h - GET, POST and DELETE /_mattock/ns.
 */
#pragma once

#include "mock/control.h"

/* {"namespaces": [{"name", "url", "ageMs"}]} */
void control_namespaces_get(struct control *control, const struct server_request *request,
			    struct http_response *out_response);

/*
 * Makes one: {"name", "scenario": {...} or "from": NAME, "seed", "ttl": seconds}, none of which
 * must be there. Answers 201 {"name", "url", "credentials"}; the last is the
 * text of a credentials file with a profile for each caller.
 */
void control_namespaces_post(struct control *control, const struct server_request *request,
			     struct http_response *out_response);

/* Ends the one named by ?name=NAME. */
void control_namespaces_delete(struct control *control, const struct server_request *request,
			       struct http_response *out_response);
