/*
 * links.c - the links of the chain, in AWS's order.
 */
#include "client/credentials/chain.h"

const struct chain_link chain_links[] = {
	{ .name = "env", .is_of_key = true, .canonical = "Environment", .find = link_environment },
	{ .name = "assume-role", .is_of_profile = true, .find = link_role },
	{ .name = "assume-role-with-web-identity",
	  .is_of_profile = true,
	  .find = link_web_identity },
	{ .name = "sso", .is_of_profile = true, .find = link_sso },
	{ .name = "shared-credentials-file", .is_of_profile = true, .find = link_credentials_file },
	{ .name = "login", .is_of_profile = true, .find = link_login },
	{ .name = "custom-process", .is_of_profile = true, .find = link_process },
	{ .name = "config-file", .is_of_profile = true, .find = link_config_file },
	{ .name = "container-role", .canonical = "EcsContainer", .find = link_container },
	{ .name = "iam-role", .canonical = "Ec2InstanceMetadata", .find = link_instance },
	{ .name = NULL },
};
