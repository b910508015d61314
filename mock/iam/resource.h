/*
 * resource.h - how the lesser resources are found, for those who tag them.
 *
 * Each fails with the NoSuchEntity of its kind and otherwise answers the ARN
 * that the resource's tags are kept by.
 */
#pragma once

#include "mock/iam/iam.h"

enum api_status iam_instance_profile_arn(struct call *call, const char *name, const char **out_arn);
enum api_status iam_open_id_connect_provider_arn(struct call *call, const char *arn,
						 const char **out_arn);
enum api_status iam_saml_provider_arn(struct call *call, const char *arn, const char **out_arn);
enum api_status iam_server_certificate_arn(struct call *call, const char *name,
					   const char **out_arn);
