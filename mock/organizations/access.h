/*
 * access.h - what Organizations itself says about who may call what.
 *
 * Identity policies alone are not enough: an operation is also open to the
 * management account only, to delegated administrators too, or to every
 * member (recorded for the operations that have a recording, documented for
 * the rest). The delegation policy can open more to members and close what
 * the service opened; it never touches the management account. The authorize
 * stage asks here and evaluates the policies.
 */
#pragma once

#include "mock/call.h"

enum access {
	/* The delegation policy is not asked: the management account, or a caller outside. */
	ACCESS_OWN,
	/* The service lets the caller through unless the delegation policy has a Deny. */
	ACCESS_GRANTED,
	/* Only an Allow of the delegation policy lets the caller through. */
	ACCESS_BY_DELEGATION,
};

/* @input is the operation's input struct. Only for operations of Organizations. */
enum access access_of(struct call *call, const void *input);

/*
 * The ARN that a resource type of the contract and the id given for it stand
 * for: ("organizationalunit", "ou-..."). Without an id it is the caller's own
 * account or any resource of the type. A policy that does not exist has an
 * ARN that no statement about an existing one matches (recorded: a delegate
 * gets AccessDenied for it).
 */
const char *access_resource(struct call *call, const char *type, const char *id);

/* organizations:PolicyType of a policy's id; NULL if there is no such policy. */
const char *access_policy_type(struct call *call, const char *policy_id);

/* organizations:TransferDirection of a transfer's id; NULL if there is no such transfer. */
const char *access_transfer_direction(struct call *call, const char *transfer_id);
