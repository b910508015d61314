/*
 * handlers.h - the operations of IAM that the mock answers.
 *
 * One flat list a family; it declares the functions here and fills the
 * service's table in handlers.c.
 */
#pragma once

#include "mock/iam/iam.h"

/* clang-format off */

/* Users and groups */
#define IAM_USER_HANDLERS(ROW) \
	ROW(create_user) ROW(get_user) ROW(list_users) ROW(update_user) \
	ROW(delete_user) ROW(create_group) ROW(get_group) ROW(list_groups) \
	ROW(list_groups_for_user) ROW(update_group) ROW(delete_group) \
	ROW(add_user_to_group) ROW(remove_user_from_group)

/* Credentials of a user or the root user */
#define IAM_CREDENTIAL_HANDLERS(ROW) \
	ROW(create_access_key) ROW(list_access_keys) ROW(update_access_key) \
	ROW(delete_access_key) ROW(get_access_key_last_used) \
	ROW(create_login_profile) ROW(get_login_profile) ROW(update_login_profile) \
	ROW(delete_login_profile) ROW(change_password) \
	ROW(get_account_password_policy) ROW(update_account_password_policy) \
	ROW(delete_account_password_policy) ROW(list_mfa_devices) ROW(get_mfa_device) \
	ROW(enable_mfa_device) ROW(resync_mfa_device) ROW(deactivate_mfa_device) \
	ROW(create_virtual_mfa_device) ROW(list_virtual_mfa_devices) \
	ROW(delete_virtual_mfa_device) ROW(upload_signing_certificate) \
	ROW(list_signing_certificates) ROW(update_signing_certificate) \
	ROW(delete_signing_certificate) ROW(upload_ssh_public_key) \
	ROW(get_ssh_public_key) ROW(list_ssh_public_keys) ROW(update_ssh_public_key) \
	ROW(delete_ssh_public_key) ROW(create_service_specific_credential) \
	ROW(list_service_specific_credentials) \
	ROW(update_service_specific_credential) \
	ROW(reset_service_specific_credential) \
	ROW(delete_service_specific_credential)

/* Roles and instance profiles */
#define IAM_ROLE_HANDLERS(ROW) \
	ROW(create_role) ROW(get_role) ROW(list_roles) ROW(update_role) \
	ROW(update_role_description) ROW(update_assume_role_policy) ROW(delete_role) \
	ROW(create_service_linked_role) ROW(delete_service_linked_role) \
	ROW(get_service_linked_role_deletion_status) ROW(create_instance_profile) \
	ROW(get_instance_profile) ROW(delete_instance_profile) \
	ROW(add_role_to_instance_profile) ROW(remove_role_from_instance_profile) \
	ROW(list_instance_profiles) ROW(list_instance_profiles_for_role)

/* Policies and boundaries */
#define IAM_POLICY_HANDLERS(ROW) \
	ROW(create_policy) ROW(get_policy) ROW(list_policies) ROW(delete_policy) \
	ROW(create_policy_version) ROW(get_policy_version) ROW(list_policy_versions) \
	ROW(set_default_policy_version) ROW(delete_policy_version) \
	ROW(list_entities_for_policy) ROW(put_user_policy) ROW(put_role_policy) \
	ROW(put_group_policy) ROW(get_user_policy) ROW(get_role_policy) \
	ROW(get_group_policy) ROW(delete_user_policy) ROW(delete_role_policy) \
	ROW(delete_group_policy) ROW(list_user_policies) ROW(list_role_policies) \
	ROW(list_group_policies) ROW(attach_user_policy) ROW(detach_user_policy) \
	ROW(list_attached_user_policies) ROW(attach_role_policy) \
	ROW(detach_role_policy) ROW(list_attached_role_policies) \
	ROW(attach_group_policy) ROW(detach_group_policy) \
	ROW(list_attached_group_policies) ROW(put_user_permissions_boundary) \
	ROW(put_role_permissions_boundary) ROW(delete_user_permissions_boundary) \
	ROW(delete_role_permissions_boundary) ROW(list_policies_granting_service_access)

/* Tags */
#define IAM_TAG_HANDLERS(ROW) \
	ROW(tag_user) ROW(untag_user) ROW(list_user_tags) ROW(tag_role) \
	ROW(untag_role) ROW(list_role_tags) ROW(tag_policy) ROW(untag_policy) \
	ROW(list_policy_tags) ROW(tag_mfa_device) ROW(untag_mfa_device) \
	ROW(list_mfa_device_tags) ROW(tag_instance_profile) \
	ROW(untag_instance_profile) ROW(list_instance_profile_tags) \
	ROW(tag_open_id_connect_provider) ROW(untag_open_id_connect_provider) \
	ROW(list_open_id_connect_provider_tags) ROW(tag_saml_provider) \
	ROW(untag_saml_provider) ROW(list_saml_provider_tags) \
	ROW(tag_server_certificate) ROW(untag_server_certificate) \
	ROW(list_server_certificate_tags)

/* The account and its organization */
#define IAM_ACCOUNT_HANDLERS(ROW) \
	ROW(list_organizations_features) \
	ROW(enable_organizations_root_credentials_management) \
	ROW(enable_organizations_root_sessions) \
	ROW(disable_organizations_root_credentials_management) \
	ROW(disable_organizations_root_sessions) ROW(get_account_summary) \
	ROW(generate_credential_report) ROW(get_credential_report) \
	ROW(get_account_authorization_details) ROW(create_account_alias) \
	ROW(delete_account_alias) ROW(list_account_aliases) \
	ROW(set_security_token_service_preferences) \
	ROW(enable_outbound_web_identity_federation) \
	ROW(get_outbound_web_identity_federation_info) \
	ROW(disable_outbound_web_identity_federation) ROW(simulate_custom_policy) \
	ROW(simulate_principal_policy) ROW(get_context_keys_for_custom_policy) \
	ROW(get_context_keys_for_principal_policy)

/* When who last called what */
#define IAM_ACCESS_HANDLERS(ROW) \
	ROW(generate_service_last_accessed_details) ROW(get_service_last_accessed_details) \
	ROW(get_service_last_accessed_details_with_entities) \
	ROW(generate_organizations_access_report) ROW(get_organizations_access_report)

/* Requests for access to an account for a while */
#define IAM_DELEGATION_HANDLERS(ROW) \
	ROW(create_delegation_request) ROW(get_delegation_request) \
	ROW(list_delegation_requests) ROW(associate_delegation_request) \
	ROW(update_delegation_request) ROW(accept_delegation_request) \
	ROW(reject_delegation_request) ROW(send_delegation_token)

/* Identity providers and server certificates */
#define IAM_PROVIDER_HANDLERS(ROW) \
	ROW(create_open_id_connect_provider) ROW(get_open_id_connect_provider) \
	ROW(list_open_id_connect_providers) ROW(delete_open_id_connect_provider) \
	ROW(update_open_id_connect_provider_thumbprint) \
	ROW(add_client_id_to_open_id_connect_provider) \
	ROW(remove_client_id_from_open_id_connect_provider) ROW(create_saml_provider) \
	ROW(get_saml_provider) ROW(list_saml_providers) ROW(update_saml_provider) \
	ROW(delete_saml_provider) ROW(upload_server_certificate) \
	ROW(get_server_certificate) ROW(list_server_certificates) \
	ROW(update_server_certificate) ROW(delete_server_certificate)

#define IAM_HANDLERS(ROW) \
	IAM_USER_HANDLERS(ROW) \
	IAM_CREDENTIAL_HANDLERS(ROW) \
	IAM_ROLE_HANDLERS(ROW) \
	IAM_POLICY_HANDLERS(ROW) \
	IAM_TAG_HANDLERS(ROW) \
	IAM_ACCOUNT_HANDLERS(ROW) \
	IAM_ACCESS_HANDLERS(ROW) \
	IAM_DELEGATION_HANDLERS(ROW) \
	IAM_PROVIDER_HANDLERS(ROW)
/* clang-format on */

#define IAM_DECLARE(operation) IAM_HANDLER(operation);
IAM_HANDLERS(IAM_DECLARE)
