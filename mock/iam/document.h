/*
 * document.h - what is refused when a policy is written through IAM.
 */
#pragma once

#include "mock/iam/entity.h"
#include "mock/iam/iam.h"

/* MalformedPolicyDocument or LimitExceeded if a managed policy may not have this text. */
enum api_status iam_document_check_managed(struct call *call, const char *document);

/* The same for a role's trust policy. */
enum api_status iam_document_check_trust(struct call *call, const char *document);

/*
 * The same for the inline policy @name of an entity; all its inline policies
 * together may not be larger than AWS allows, white space not counted
 * (documented).
 */
enum api_status iam_document_check_inline(struct call *call, const struct iam_entity *entity,
					  const char *name, const char *document);
