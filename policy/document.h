/*
 * document.h - a policy document, parsed once into a form that is cheap to evaluate.
 *
 * A compiled document is immutable and may be shared by threads. It remembers
 * where every statement stood, so that a decision can name the line. Reading
 * is strict about JSON and about the grammar of the policy language; what AWS
 * refuses beyond that when a policy is written is check.h's part.
 */
#pragma once

#include "policy/condition.h"
#include "wire/fault.h"
#include "wire/json_reader.h"

/* What an entry of Principal or NotPrincipal names. */
enum policy_principal_form {
	POLICY_NAMES_ANYONE,    /* "*" or {"AWS": "*"} */
	POLICY_NAMES_ACCOUNT,   /* twelve digits, or arn:PARTITION:iam::ACCOUNT:root */
	POLICY_NAMES_ARN,       /* a user, role, session or federated user */
	POLICY_NAMES_UNIQUE_ID, /* AIDA... or AROA... */
	POLICY_NAMES_SERVICE,
	POLICY_NAMES_FEDERATED,
	POLICY_NAMES_CANONICAL_USER,
	POLICY_NAMES_NOBODY, /* anything else */
};

struct policy_named_principal {
	enum policy_principal_form form;
	const char *text;      /* as written */
	const char *account;   /* of an account: its twelve digits, then NUL */
	const char *partition; /* of an account given as ARN; NULL: any */
};

/* An entry of Resource or NotResource. */
struct policy_resource {
	struct policy_arn_pattern pattern;
	const struct policy_text *tail; /* the last segment, if it has variables; else NULL */
};

struct policy_statement {
	const char *sid;       /* NULL if there is none */
	uint32_t index;        /* from 0 */
	uint32_t line, column; /* of its opening brace, from 1 */
	enum policy_effect effect;
	bool not_actions, not_resources, not_principals; /* the Not... form was used */
	bool has_resources, has_principals;
	uint32_t action_count, resource_count, principal_count, condition_count;
	const struct policy_pattern *actions; /* lower case */
	const struct policy_resource *resources;
	const struct policy_named_principal *principals;
	const struct policy_condition *conditions;
};

struct policy_document {
	const char *version; /* "2012-10-17" or "2008-10-17", also when it is missing */
	bool has_variables;  /* of version 2012-10-17 */
	const char *id;      /* NULL if there is none */
	const struct policy_statement *statements;
	uint32_t statement_count;
};

/*
 * Compiles the text of a document; everything is copied to @arena. A fault is
 * FAULT_INPUT and says "line L, column C: ...".
 */
MUST_USE bool policy_document_parse(struct arena *arena, const char *text, size_t len,
				    struct fault *fault,
				    const struct policy_document **out_document);

/* The same for a document that was already read, perhaps as a part of a larger one. */
MUST_USE bool policy_document_compile(struct arena *arena, const struct json_value *root,
				      struct fault *fault,
				      const struct policy_document **out_document);
