/*
 * transfer.h - who pays the bills of another organization.
 *
 * The management account that is to pay invites the other one; the transfer
 * is there from then on and follows its handshake until that is accepted. To
 * the one who pays it is inbound, to the other outbound, and to nobody else
 * anything. After that it can only be withdrawn (documented).
 */
#pragma once

#include "mock/database.h"
#include "mock/organizations/handshake.h"
#include "mock/organizations/lookup.h"
#include "model/organizations_api.h"

/* A transfer with its state by now. */
struct transfer_row {
	const char *id, *organization_id, *handshake_id; /* of the organization that pays */
	const char *name, *status;
	const char *target_id, *target_email; /* the management account that pays */
	const char *source_id, *source_email; /* the other; NULL while the mock knows none */
	int64_t start_ms, end_ms;             /* 0: no end */
};

/* Stores the transfer of a new handshake. Returns its id. */
const char *transfer_insert(struct call *call, const struct handshake_row *handshake,
			    const char *name, int64_t start_ms);

/* The transfer of an organization, either side of it; false if it has none of this id. */
MUST_USE bool transfer_find(struct call *call, const struct lookup_organization *organization,
			    const char *id, struct transfer_row *out_row);

/* The transfer of a handshake; false if it has none. */
MUST_USE bool transfer_of_handshake(struct call *call, const char *handshake_id,
				    struct transfer_row *out_row);

/*
 * Transfers that an organization pays (@is_inbound) or has paid, by id, behind
 * the id @after, at most @limit; returns how many.
 */
struct transfer_selection {
	const struct lookup_organization *organization;
	bool is_inbound;
	const char *id; /* NULL: all */
	const char *after;
	int64_t limit;
};
size_t transfer_rows(struct call *call, const struct transfer_selection *selection,
		     struct transfer_row **out_rows);

/* Whether the caller may accept it as the account that is to be paid for; otherwise fails the call.
 */
enum api_status transfer_accept(struct call *call, const struct handshake_row *handshake);

/* The transfer goes with its handshake: ACCEPTED, DECLINED, CANCELED. */
void transfer_follow(struct call *call, const struct handshake_row *handshake);

/* "inbound" or "outbound". */
const char *transfer_direction(const struct transfer_row *row,
			       const struct lookup_organization *organization);

/* As an organization sees it. */
struct organizations_responsibility_transfer transfer_shape(
	struct call *call, const struct transfer_row *row,
	const struct lookup_organization *organization);

/* The ARN of a transfer's id in an organization, and its direction; NULL if it has none. */
const char *transfer_arn(struct call *call, const struct lookup_organization *organization,
			 const char *id);
