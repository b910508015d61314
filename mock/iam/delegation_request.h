/*
 * delegation_request.h - requests of a product's provider for access to an account for a while.
 *
 * A provider's account makes a request, an identity of another account takes
 * it up, perhaps asks somebody for approval, accepts it and releases a token
 * for the provider. The states and what leads from one to another are
 * documented; the mock admits every account as a provider and sends nothing.
 */
#pragma once

#include "mock/iam/iam.h"

/* A request as the database has it, with its state by now. Texts are NULL where absent. */
struct iam_delegation_row {
	const char *key; /* first, so that it pages lists */
	const char *id, *requestor_id, *requestor_name;
	const char *owner_account_id, *owner_id; /* owner_id is an ARN */
	const char *approver_id;                 /* an ARN */
	const char *description, *request_message;
	const char *permissions; /* JSON of DelegationPermission */
	const char *redirect_url, *state, *notes, *rejection_reason;
	int64_t session_s, created_ms, updated_ms, expires_ms;
	bool is_sent_by_owner_only;
};

/*
 * A request that concerns the caller's account: it owns it, or nobody does
 * yet. Otherwise NoSuchEntity, with a text of ours.
 */
enum api_status iam_delegation_find(struct call *call, const char *id,
				    struct iam_delegation_row *out_row);

/* A page of those that the caller's account owns, perhaps of one owner's ARN; returns how many. */
struct iam_page;
size_t iam_delegation_list(struct call *call, const char *owner_id, const struct iam_page *page,
			   struct iam_delegation_row **out_rows);

/* Stores what a step has changed: state, owner, approver and notes; the time to expire starts anew.
 */
void iam_delegation_store(struct call *call, const struct iam_delegation_row *row);

/* As answers show it. */
struct iam_delegation_request iam_delegation_shape(struct call *call,
						   const struct iam_delegation_row *row);
