#include <string.h>

#include "mock/database.h"
#include "mock/ids.h"
#include "mock/scenario/loader.h"
#include "policy/document.h"

struct governance {
	const struct json_value *trusted_access, *features, *delegates, *policies, *detach_default;
	const struct json_value *delegation_policy;
};

#define MEMBER(name) offsetof(struct governance, name)

static const struct reader_field governance_fields[] = {
	{ "id", READER_IGNORED },
	{ "management", READER_IGNORED },
	{ "rootId", READER_IGNORED },
	{ "featureSet", READER_IGNORED },
	{ "created", READER_IGNORED },
	{ "policyTypes", READER_IGNORED },
	{ "units", READER_IGNORED },
	{ "trustedAccess", READER_LIST, MEMBER(trusted_access) },
	{ "features", READER_LIST, MEMBER(features) },
	{ "delegates", READER_LIST, MEMBER(delegates) },
	{ "policies", READER_LIST, MEMBER(policies) },
	{ "detachDefault", READER_LIST, MEMBER(detach_default) },
	{ "delegationPolicy", READER_OBJECT, MEMBER(delegation_policy) },
	{ NULL },
};

static bool add_trusted_access(struct loader *loader, const struct json_value *list)
{
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		const char *service;

		if (!reader_text(&loader->reader, item, &service))
			return false;
		if (!strchr(service, '.'))
			return reader_fail(&loader->reader, item,
					   "expected a service such as \"iam.amazonaws.com\"");
		database_run(
			&loader->call,
			"INSERT OR IGNORE INTO service_access (organization_id,"
			" service_principal, enabled_ms) VALUES (:organization, :service, :now)",
			DATABASE_VALUES(database_text("organization", loader->organization.id),
					database_text("service", service),
					database_integer("now", loader->organization.created_ms)));
	}
	return true;
}

static bool add_features(struct loader *loader, const struct json_value *list)
{
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		const char *feature;

		if (!reader_text(&loader->reader, item, &feature))
			return false;
		if (strcmp(feature, "RootCredentialsManagement") != 0 &&
		    strcmp(feature, "RootSessions") != 0)
			return reader_fail(
				&loader->reader, item,
				"expected \"RootCredentialsManagement\" or \"RootSessions\"");
		database_run(&loader->call,
			     "INSERT OR IGNORE INTO organization_feature (organization_id, feature)"
			     " VALUES (:organization, :feature)",
			     DATABASE_VALUES(database_text("organization", loader->organization.id),
					     database_text("feature", feature)));
	}
	return true;
}

struct delegate {
	const char *account, *service;
};

static const struct reader_field delegate_fields[] = {
	{ "account", READER_TEXT, offsetof(struct delegate, account), true, NULL,
	  reader_expected_account },
	{ "service", READER_TEXT, offsetof(struct delegate, service), true },
	{ NULL },
};

static bool add_delegates(struct loader *loader, const struct json_value *list)
{
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		struct delegate delegate = { 0 };
		const char *id;

		if (!reader_object(&loader->reader, item, delegate_fields, &delegate) ||
		    !loader_target(loader, item, delegate.account, &id))
			return false;
		if (database_run(
			    &loader->call,
			    "INSERT INTO delegated_administrator (organization_id, account_id,"
			    " service_principal, enabled_ms) VALUES (:organization, :account,"
			    " :service, :now)",
			    DATABASE_VALUES(
				    database_text("organization", loader->organization.id),
				    database_text("account", id),
				    database_text("service", delegate.service),
				    database_integer("now", loader->organization.created_ms))) < 0)
			return reader_fail(&loader->reader, item, "this delegate comes twice");
	}
	return true;
}

struct policy {
	const char *id, *name, *type, *description;
	const struct json_value *content, *attach;
};

static const struct reader_field policy_fields[] = {
	{ "id", READER_TEXT, offsetof(struct policy, id) },
	{ "name", READER_TEXT, offsetof(struct policy, name), true },
	{ "type", READER_TEXT, offsetof(struct policy, type) },
	{ "description", READER_TEXT, offsetof(struct policy, description) },
	{ "content", READER_OBJECT, offsetof(struct policy, content), true },
	{ "attach", READER_LIST, offsetof(struct policy, attach) },
	{ NULL },
};

static bool attach(struct loader *loader, const struct policy *policy)
{
	const struct json_value *list = policy->attach;

	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		const char *text, *target;

		if (!reader_text(&loader->reader, item, &text) ||
		    !loader_target(loader, item, text, &target))
			return false;
		if (database_run(
			    &loader->call,
			    "INSERT INTO policy_attachment (organization_id, policy_id, target_id)"
			    " VALUES (:organization, :policy, :target)",
			    DATABASE_VALUES(database_text("organization", loader->organization.id),
					    database_text("policy", policy->id),
					    database_text("target", target))) < 0)
			return reader_fail(&loader->reader, item, "this target comes twice");
	}
	return true;
}

/* Only SCPs and RCPs are written in the policy language. */
static bool check_content(struct loader *loader, const struct policy *policy)
{
	const struct policy_document *document;
	struct fault fault;

	if (!strstr(policy->type, "_CONTROL_POLICY") ||
	    policy_document_compile(loader->call.arena, policy->content, &fault, &document))
		return true;
	return reader_fail(&loader->reader, policy->content, "expected a policy: %s",
			   fault.message);
}

static bool add_policy(struct loader *loader, const struct json_value *item)
{
	struct policy policy = { .type = "SERVICE_CONTROL_POLICY", .description = "" };

	if (!reader_object(&loader->reader, item, policy_fields, &policy) ||
	    !check_content(loader, &policy))
		return false;
	loader_stream(loader, "policy", policy.name);
	if (!policy.id)
		policy.id = ids_new(&loader->call, IDS_POLICY);
	if (database_run(
		    &loader->call,
		    "INSERT INTO organization_policy (organization_id, id, type, name, description,"
		    " content) VALUES (:organization, :id, :type, :name, :description, :content)",
		    DATABASE_VALUES(database_text("organization", loader->organization.id),
				    database_text("id", policy.id),
				    database_text("type", policy.type),
				    database_text("name", policy.name),
				    database_text("description", policy.description),
				    database_text("content", reader_compact(&loader->reader,
									    policy.content)))) < 0)
		return reader_fail(&loader->reader, item,
				   "expected a name and an id that no other policy has");
	return attach(loader, &policy);
}

static bool add_policies(struct loader *loader, const struct json_value *list)
{
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		if (!add_policy(loader, item))
			return false;
	}
	return true;
}

/* An allow list needs a node without FullAWSAccess. */
static bool detach_defaults(struct loader *loader, const struct json_value *list)
{
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		const char *text, *target;

		if (!reader_text(&loader->reader, item, &text) ||
		    !loader_target(loader, item, text, &target))
			return false;
		database_run(&loader->call,
			     "DELETE FROM policy_attachment WHERE organization_id = :organization"
			     " AND target_id = :target AND policy_id = 'p-FullAWSAccess'",
			     DATABASE_VALUES(database_text("organization", loader->organization.id),
					     database_text("target", target)));
	}
	return true;
}

/* The organization's resource policy, which says what delegates may do in Organizations. */
static bool add_delegation_policy(struct loader *loader, const struct json_value *document)
{
	const struct policy_document *compiled;
	struct fault fault;

	if (!document)
		return true;
	if (!policy_document_compile(loader->call.arena, document, &fault, &compiled))
		return reader_fail(&loader->reader, document, "expected a policy: %s",
				   fault.message);
	loader_stream(loader, "delegationPolicy", "");
	database_run(
		&loader->call,
		"INSERT INTO resource_policy (organization_id, id, content) VALUES (:organization,"
		" :id, :content)",
		DATABASE_VALUES(
			database_text("organization", loader->organization.id),
			database_text("id", ids_new(&loader->call, IDS_RESOURCE_POLICY)),
			database_text("content", reader_compact(&loader->reader, document))));
	return true;
}

bool loader_governance(struct loader *loader, const struct json_value *section)
{
	struct governance governance = { 0 };

	if (!section)
		return true;
	return reader_object(&loader->reader, section, governance_fields, &governance) &&
	       add_trusted_access(loader, governance.trusted_access) &&
	       add_features(loader, governance.features) &&
	       add_delegates(loader, governance.delegates) &&
	       add_policies(loader, governance.policies) &&
	       detach_defaults(loader, governance.detach_default) &&
	       add_delegation_policy(loader, governance.delegation_policy);
}
