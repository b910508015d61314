/*
 * handlers.h - the operations of AWS Organizations that have behaviour.
 *
 * One line an operation; handlers.c makes the table that the mock's dispatch
 * reads from the same list. An operation that is not here answers "not
 * implemented".
 */
#pragma once

#include "mock/call.h"
#include "model/organizations_api.h"

/* clang-format off */
#define ORGANIZATIONS_OPERATIONS(_) \
	_(accept_handshake) \
	_(attach_policy) \
	_(cancel_handshake) \
	_(close_account) \
	_(create_account) \
	_(create_gov_cloud_account) \
	_(create_organization) \
	_(create_organizational_unit) \
	_(create_policy) \
	_(decline_handshake) \
	_(delete_organization) \
	_(delete_organizational_unit) \
	_(delete_policy) \
	_(delete_resource_policy) \
	_(deregister_delegated_administrator) \
	_(describe_account) \
	_(describe_create_account_status) \
	_(describe_effective_policy) \
	_(describe_handshake) \
	_(describe_organization) \
	_(describe_organizational_unit) \
	_(describe_policy) \
	_(describe_resource_policy) \
	_(describe_responsibility_transfer) \
	_(detach_policy) \
	_(disable_aws_service_access) \
	_(disable_policy_type) \
	_(enable_all_features) \
	_(enable_aws_service_access) \
	_(enable_policy_type) \
	_(invite_account_to_organization) \
	_(invite_organization_to_transfer_responsibility) \
	_(leave_organization) \
	_(list_accounts) \
	_(list_accounts_for_parent) \
	_(list_accounts_with_invalid_effective_policy) \
	_(list_aws_service_access_for_organization) \
	_(list_children) \
	_(list_create_account_status) \
	_(list_delegated_administrators) \
	_(list_delegated_services_for_account) \
	_(list_effective_policy_validation_errors) \
	_(list_handshakes_for_account) \
	_(list_handshakes_for_organization) \
	_(list_inbound_responsibility_transfers) \
	_(list_organizational_units_for_parent) \
	_(list_outbound_responsibility_transfers) \
	_(list_parents) \
	_(list_policies) \
	_(list_policies_for_target) \
	_(list_roots) \
	_(list_tags_for_resource) \
	_(list_targets_for_policy) \
	_(move_account) \
	_(put_resource_policy) \
	_(register_delegated_administrator) \
	_(remove_account_from_organization) \
	_(tag_resource) \
	_(terminate_responsibility_transfer) \
	_(untag_resource) \
	_(update_organizational_unit) \
	_(update_policy) \
	_(update_responsibility_transfer)
/* clang-format on */

#define ORGANIZATIONS_DECLARE(operation)                                                           \
	enum api_status organizations_##operation(struct call *call,                               \
						  const struct organizations_##operation##_in *in, \
						  struct organizations_##operation##_out *out);

ORGANIZATIONS_OPERATIONS(ORGANIZATIONS_DECLARE)

/* What the mock's dispatch is given. */
extern const struct organizations_handlers organizations_handlers;
