/*
 * provider.h - identity providers as rows: OpenID Connect and SAML.
 */
#pragma once

#include "mock/iam/iam.h"

struct iam_provider_row {
	const char *arn;
	const char *uuid;
	const char *document; /* SAML metadata, or the OpenID URL without its scheme */
	const char *client_ids, *thumbprints; /* JSON lists */
	const char *encryption;               /* SAML: "Required", "Allowed" */
	int64_t created_ms, valid_until_ms;
};

/* A list of texts, as rows keep it and as the contract has it. */
struct iam_provider_list {
	const char **items;
	size_t count;
};

/* The provider of an ARN and kind ("oidc", "saml") in the caller's account. */
MUST_USE bool iam_provider_exists(struct call *call, const char *kind, const char *arn,
				  struct iam_provider_row *out_row);

/* Stores a new one; false if there is one of that ARN. */
bool iam_provider_insert(struct call *call, const char *kind, const struct iam_provider_row *row);

/* All of a kind, by ARN; returns how many. */
size_t iam_provider_list_all(struct call *call, const char *kind,
			     struct iam_provider_row **out_rows);

/* Forgets one; false if there is none. */
bool iam_provider_delete(struct call *call, const char *kind, const char *arn);

/* A JSON list of texts, and back. */
const char *iam_provider_pack(struct call *call, const struct iam_provider_list *list);
struct iam_provider_list iam_provider_unpack(struct call *call, const char *json);
