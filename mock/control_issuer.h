/*
 * control_issuer.h - what verifies web identity tokens: the issuer's description and keys.
 *
 * AWS serves both below the issuer's address. Here they are below
 * /_mattock/issuer/ISSUER, whichever issuer is named: a namespace has one set
 * of keys. With the setting sts.token_issuer = server that is the address in
 * the tokens, too, so that a library that looks keys up finds them.
 */
#pragma once

#include "mock/control.h"

/* The description of OpenID Connect's discovery, as AWS's (public transcripts). */
void control_issuer_get_configuration(struct control *control, const struct server_request *request,
				      struct http_response *out_response);

/* The key set. */
void control_issuer_get_keys(struct control *control, const struct server_request *request,
			     struct http_response *out_response);
