/*
 * principal.h - who makes a request, and what the entries of Principal say of them.
 */
#pragma once

#include "policy/document.h"

enum policy_principal_kind {
	POLICY_ANONYMOUS,
	POLICY_ROOT,              /* an account's root user */
	POLICY_ASSUMED_ROOT,      /* an AssumeRoot session: the member's root user */
	POLICY_USER,              /* an IAM user, also with GetSessionToken credentials */
	POLICY_ROLE_SESSION,      /* AssumeRole and its relatives */
	POLICY_FEDERATED_SESSION, /* GetFederationToken */
	POLICY_SERVICE,           /* an AWS service */
	POLICY_WEB_IDENTITY,      /* a federated caller before it has a session: OIDC or SAML */
};

/* All texts are borrowed; NULL where there is none. */
struct policy_principal {
	enum policy_principal_kind kind;
	const char *arn;        /* of a session the session's ARN; of a service or an
				   identity provider the text Principal names it by */
	const char *account_id; /* NULL for services and anonymous callers */
	const char *unique_id;  /* AIDA... of the user, AROA... of the role */
	const char *issuer_arn; /* the role of a session with its path; the user behind a
				   federated session */
	bool is_management_account;
	bool is_service_linked; /* a session of a service-linked role */
	bool has_boundary;
};

/* How an entry names a principal; a later one is the stronger grant. */
enum policy_binding {
	POLICY_BINDS_NOT,
	POLICY_BINDS_ACCOUNT, /* the whole account: delegates to its identity policies */
	POLICY_BINDS_ISSUER,  /* the role of a session, the user behind a federated one */
	POLICY_BINDS_CALLER,  /* this very caller, or anyone */
};

/* The strongest binding of a statement's Principal, or what its NotPrincipal comes to. */
enum policy_binding policy_statement_binding(const struct policy_statement *statement,
					     const struct policy_principal *principal);
