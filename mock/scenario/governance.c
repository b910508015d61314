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
	{ "delegationPolicy", READER_VALUE, MEMBER(delegation_policy) },
	{ NULL },
};

/* A service alone has access as long as there is the organization. */
struct access {
	const char *service;
	int64_t enabled_ms;
};

static const struct reader_field access_fields[] = {
	{ "service", READER_TEXT, offsetof(struct access, service), true },
	{ "enabled", READER_TIME, offsetof(struct access, enabled_ms) },
	{ NULL },
};

static bool add_trusted_access(struct loader *loader, const struct json_value *list)
{
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		struct access access = { .enabled_ms = loader->organization.created_ms };

		if (item->kind == JSON_OBJECT
			    ? !reader_object(&loader->reader, item, access_fields, &access)
			    : !reader_text(&loader->reader, item, &access.service))
			return false;
		if (!strchr(access.service, '.'))
			return reader_fail(&loader->reader, item,
					   "expected a service such as \"iam.amazonaws.com\"");
		database_run(
			&loader->call,
			"INSERT OR IGNORE INTO service_access (organization_id,"
			" service_principal, enabled_ms) VALUES (:organization, :service, :now)",
			DATABASE_VALUES(database_text("organization", loader->organization.id),
					database_text("service", access.service),
					database_integer("now", access.enabled_ms)));
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
	int64_t enabled_ms;
};

static const struct reader_field delegate_fields[] = {
	{ "account", READER_TEXT, offsetof(struct delegate, account), true, NULL,
	  reader_expected_account },
	{ "service", READER_TEXT, offsetof(struct delegate, service), true },
	{ "enabled", READER_TIME, offsetof(struct delegate, enabled_ms) },
	{ NULL },
};

static bool add_delegates(struct loader *loader, const struct json_value *list)
{
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		struct delegate delegate = { .enabled_ms = loader->organization.created_ms };
		const char *id;

		if (!reader_object(&loader->reader, item, delegate_fields, &delegate) ||
		    !loader_target(loader, item, delegate.account, &id))
			return false;
		if (database_run(
			    &loader->call,
			    "INSERT INTO delegated_administrator (organization_id, account_id,"
			    " service_principal, enabled_ms) VALUES (:organization, :account,"
			    " :service, :now)",
			    DATABASE_VALUES(database_text("organization", loader->organization.id),
					    database_text("account", id),
					    database_text("service", delegate.service),
					    database_integer("now", delegate.enabled_ms))) < 0)
			return reader_fail(&loader->reader, item, "this delegate comes twice");
	}
	return true;
}

struct policy {
	const char *id, *name, *type, *description;
	const struct json_value *content, *attach, *tags;
	const char *text; /* of the content */
};

static const struct reader_field policy_fields[] = {
	{ "id", READER_TEXT, offsetof(struct policy, id) },
	{ "name", READER_TEXT, offsetof(struct policy, name), true },
	{ "type", READER_TEXT, offsetof(struct policy, type) },
	{ "description", READER_TEXT, offsetof(struct policy, description) },
	{ "content", READER_VALUE, offsetof(struct policy, content), true },
	{ "attach", READER_LIST, offsetof(struct policy, attach) },
	{ "tags", READER_OBJECT, offsetof(struct policy, tags) },
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
static bool read_content(struct loader *loader, struct policy *policy)
{
	const struct json_value *content = policy->content;

	if (strstr(policy->type, "_CONTROL_POLICY"))
		return loader_document(loader, content, &policy->text);
	if (content->kind != JSON_OBJECT && content->kind != JSON_STRING)
		return reader_fail(&loader->reader, content, "expected a document");
	policy->text = content->kind == JSON_STRING ? content->text
						    : reader_compact(&loader->reader, content);
	return true;
}

static bool add_policy(struct loader *loader, const struct json_value *item)
{
	struct policy policy = { .type = "SERVICE_CONTROL_POLICY", .description = "" };
	const char *arn;

	if (!reader_object(&loader->reader, item, policy_fields, &policy) ||
	    !read_content(loader, &policy))
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
				    database_text("content", policy.text))) < 0)
		return reader_fail(&loader->reader, item,
				   "expected a name and an id that no other policy has");
	arn = lookup_policy_arn(&loader->call, &loader->organization, loader->organization.id,
				policy.type, policy.id);
	return loader_tags(loader, arn, policy.tags) && attach(loader, &policy);
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
	const char *text;

	if (!document)
		return true;
	if (!loader_document(loader, document, &text))
		return false;
	loader_stream(loader, "delegationPolicy", "");
	database_run(
		&loader->call,
		"INSERT INTO resource_policy (organization_id, id, content) VALUES (:organization,"
		" :id, :content)",
		DATABASE_VALUES(database_text("organization", loader->organization.id),
				database_text("id", ids_new(&loader->call, IDS_RESOURCE_POLICY)),
				database_text("content", text)));
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
