#include "policy/principal.h"

#include <string.h>

/* Whether what an entry names is this; the principal may have none. */
static bool same(const char *named, const char *own)
{
	return own && strcmp(named, own) == 0;
}

static bool is_root(const struct policy_principal *principal)
{
	return principal->kind == POLICY_ROOT || principal->kind == POLICY_ASSUMED_ROOT;
}

/* Whether the caller's ARN is of that partition; NULL: any. */
static bool in_partition(const struct policy_principal *principal, const char *partition)
{
	size_t len = partition ? strlen(partition) : 0;

	if (!partition)
		return true;
	return principal->arn && strncmp(principal->arn, "arn:", 4) == 0 &&
	       strncmp(principal->arn + 4, partition, len) == 0 && principal->arn[4 + len] == ':';
}

static enum policy_binding account_binding(const struct policy_named_principal *entry,
					   const struct policy_principal *principal)
{
	if (!same(entry->account, principal->account_id) ||
	    !in_partition(principal, entry->partition))
		return POLICY_BINDS_NOT;
	return is_root(principal) ? POLICY_BINDS_CALLER : POLICY_BINDS_ACCOUNT;
}

static enum policy_binding if_same(const char *named, const char *own, enum policy_binding binding)
{
	return same(named, own) ? binding : POLICY_BINDS_NOT;
}

static enum policy_binding arn_binding(const struct policy_named_principal *entry,
				       const struct policy_principal *principal)
{
	if (principal->kind == POLICY_SERVICE || principal->kind == POLICY_WEB_IDENTITY)
		return POLICY_BINDS_NOT;
	if (same(entry->text, principal->arn))
		return POLICY_BINDS_CALLER;
	return if_same(entry->text, principal->issuer_arn, POLICY_BINDS_ISSUER);
}

static enum policy_binding id_binding(const struct policy_named_principal *entry,
				      const struct policy_principal *principal)
{
	return if_same(entry->text, principal->unique_id,
		       principal->kind == POLICY_USER ? POLICY_BINDS_CALLER : POLICY_BINDS_ISSUER);
}

/* What one entry says of the caller. ARNs are compared with regard to case. */
static enum policy_binding binding_of(const struct policy_named_principal *entry,
				      const struct policy_principal *principal)
{
	switch (entry->form) {
	case POLICY_NAMES_ANYONE:
		return POLICY_BINDS_CALLER;
	case POLICY_NAMES_ACCOUNT:
		return account_binding(entry, principal);
	case POLICY_NAMES_ARN:
		return arn_binding(entry, principal);
	case POLICY_NAMES_UNIQUE_ID:
		return id_binding(entry, principal);
	case POLICY_NAMES_SERVICE:
		return principal->kind == POLICY_SERVICE
			       ? if_same(entry->text, principal->arn, POLICY_BINDS_CALLER)
			       : POLICY_BINDS_NOT;
	case POLICY_NAMES_FEDERATED:
		return principal->kind == POLICY_WEB_IDENTITY
			       ? if_same(entry->text, principal->arn, POLICY_BINDS_CALLER)
			       : POLICY_BINDS_NOT;
	case POLICY_NAMES_CANONICAL_USER:
	case POLICY_NAMES_NOBODY:
		break;
	}
	return POLICY_BINDS_NOT;
}

enum policy_binding policy_statement_binding(const struct policy_statement *statement,
					     const struct policy_principal *principal)
{
	enum policy_binding strongest = POLICY_BINDS_NOT;

	for (uint32_t i = 0; i < statement->principal_count; i++) {
		enum policy_binding binding = binding_of(&statement->principals[i], principal);

		if (binding > strongest)
			strongest = binding;
	}
	if (!statement->not_principals)
		return strongest;
	/* Whoever has a boundary is denied even when listed (documented, recorded). */
	if (statement->effect == POLICY_DENY && principal->has_boundary)
		return POLICY_BINDS_CALLER;
	return strongest == POLICY_BINDS_NOT ? POLICY_BINDS_CALLER : POLICY_BINDS_NOT;
}
