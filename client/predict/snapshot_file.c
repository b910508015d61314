#include "client/predict/snapshot_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/partition.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

enum { ACCOUNTS_MAX = 200 * 1000, UNITS_MAX = 20 * 1000 };

#define FULL_ACCESS(PRINCIPAL)                                                        \
	"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"," PRINCIPAL \
	"\"Action\":\"*\",\"Resource\":\"*\"}]}"

/* What AWS attaches to every node where the type is enabled. */
static const struct {
	const char *id, *name, *text;
} defaults[SNAPSHOT_TYPES] = {
	[SNAPSHOT_SCP] = { "p-FullAWSAccess", "FullAWSAccess", FULL_ACCESS("") },
	[SNAPSHOT_RCP] = { "p-RCPFullAWSAccess", "RCPFullAWSAccess",
			   FULL_ACCESS("\"Principal\":\"*\",") },
};

struct file {
	struct arena *arena;
	const char *name;
	struct snapshot *snapshot;
	struct fault *fault;
};

static bool refuse(struct file *file, const struct json_value *at, const char *text)
{
	return fault_set(file->fault, FAULT_INPUT, "%s:%u:%u: %s", file->name, at->line, at->column,
			 text);
}

/* Puts the place before a fault that says what but not where. */
static bool place(struct file *file, const struct json_value *at)
{
	file->fault->kind = FAULT_INPUT;
	return fault_prefix(file->fault, "%s:%u:%u", file->name, at->line, at->column);
}

/* As place, for a message that already says "line L, column C: ". */
static bool place_policy(struct file *file, const struct json_value *content)
{
	struct json_value at = *content;
	int words = 0;

	if (sscanf(file->fault->message, "line %u, column %u: %n", &at.line, &at.column, &words) ==
	    2)
		memmove(file->fault->message, file->fault->message + words,
			strlen(file->fault->message + words) + 1);
	return place(file, &at);
}

/* The number of values in a list that may be absent. */
static size_t length_of(const struct json_value *list)
{
	return list && list->kind == JSON_ARRAY ? list->len : 0;
}

static const struct json_value *first_of(const struct json_value *list)
{
	return list && list->kind == JSON_ARRAY ? list->first : NULL;
}

static size_t count_units(const struct json_value *list)
{
	size_t count = length_of(list);

	for (const struct json_value *item = first_of(list); item; item = item->next)
		count += count_units(json_get(item, "units"));
	return count;
}

static bool add_units(struct file *file, const struct json_value *list, size_t parent)
{
	struct organization *organization = &file->snapshot->organization;

	for (const struct json_value *item = first_of(list); item; item = item->next) {
		const char *name = json_get_string(item, "name");
		const char *id = json_get_string(item, "id");
		const struct organization_unit *above = &organization->units[parent];
		size_t index = organization->unit_count;
		struct organization_unit *unit = &organization->units[index];

		if (!name)
			return refuse(file, item, "a unit needs a name");
		*unit = (struct organization_unit){ .name = name, .parent_id = above->id };
		unit->path = arena_printf(file->arena, "%s%s%s", above->path,
					  *above->path ? "/" : "", name);
		unit->id = id ? id : arena_printf(file->arena, "/%s", unit->path);
		file->snapshot->has_ids = file->snapshot->has_ids && id;
		organization->unit_count++;
		if (!add_units(file, json_get(item, "units"), index))
			return false;
	}
	return true;
}

static bool read_units(struct file *file, const struct json_value *section)
{
	struct organization *organization = &file->snapshot->organization;
	const struct json_value *list = json_get(section, "units");
	const char *root_id = json_get_string(section, "rootId");
	size_t count = count_units(list) + 1;

	if (count > UNITS_MAX)
		return refuse(file, list, "too many units");
	organization->units = arena_array(file->arena, count, sizeof(*organization->units));
	organization->units[0] = (struct organization_unit){ .id = root_id ? root_id : "root",
							     .name = "Root",
							     .path = "" };
	organization->unit_count = 1;
	file->snapshot->has_ids = root_id && json_get_string(section, "id");
	return add_units(file, list, 0);
}

/* What an account and a template have in common. */
static bool add_account(struct file *file, const struct json_value *item, const char *id,
			const char *name)
{
	struct organization *organization = &file->snapshot->organization;
	const char *path = json_get_string(item, "unit");
	const char *state = json_get_string(item, "state");
	const struct organization_unit *unit = &organization->units[0];
	struct organization_account *account = &organization->accounts[organization->account_count];

	if (!id || !organization_is_account_id(id) || !name)
		return refuse(file, item, "an account needs an id of twelve digits and a name");
	if (path && strcmp(path, "root") != 0 &&
	    !organization_find_unit(organization, path, &unit, file->fault))
		return place(file, item);
	*account = (struct organization_account){
		.id = id,
		.name = name,
		.state = state ? state : "ACTIVE",
		.parent_id = unit->id,
		.path = unit->path,
		.is_management = strcmp(id, organization->management_account_id) == 0,
	};
	organization->account_count++;
	return true;
}

/* "app-{n}" with its number. */
static const char *numbered(struct arena *arena, const char *name, int64_t number)
{
	const char *mark = name ? strstr(name, "{n}") : NULL;

	if (!mark)
		return name ? arena_printf(arena, "%s%lld", name, (long long)number) : NULL;
	return arena_printf(arena, "%.*s%lld%s", (int)(mark - name), name, (long long)number,
			    mark + strlen("{n}"));
}

static bool add_template(struct file *file, const struct json_value *item, int64_t count)
{
	const char *first = json_get_string(item, "firstId");
	const char *name = json_get_string(item, "name");

	for (int64_t i = 0; i < count; i++) {
		const char *id = first ? arena_printf(file->arena, "%012lld",
						      strtoll(first, NULL, 10) + (long long)i)
				       : NULL;

		if (!add_account(file, item, id, numbered(file->arena, name, i + 1)))
			return false;
	}
	return true;
}

static int compare_accounts(const void *left, const void *right)
{
	const struct organization_account *one = left, *other = right;

	return strcmp(one->id, other->id);
}

/* The accounts that the file will come to; false if a count is no number of them. */
static bool count_accounts(struct file *file, const struct json_value *root, size_t *out_count)
{
	int64_t total = (int64_t)length_of(json_get(root, "accounts")) + 1;

	for (const struct json_value *item = first_of(json_get(root, "accountTemplates")); item;
	     item = item->next) {
		int64_t count;

		if (!json_to_integer(json_get(item, "count"), &count) || count < 1 ||
		    count > ACCOUNTS_MAX)
			return refuse(file, item, "a template needs a count");
		total += count;
	}
	if (total > ACCOUNTS_MAX)
		return refuse(file, root, "too many accounts");
	*out_count = (size_t)total;
	return true;
}

static bool has_account(const struct organization *organization, const char *id)
{
	for (size_t i = 0; i < organization->account_count; i++)
		if (strcmp(organization->accounts[i].id, id) == 0)
			return true;
	return false;
}

static bool read_accounts(struct file *file, const struct json_value *root)
{
	struct organization *organization = &file->snapshot->organization;
	size_t count = 0;
	int64_t template_count;

	if (!count_accounts(file, root, &count))
		return false;
	organization->accounts = arena_array(file->arena, count, sizeof(*organization->accounts));
	for (const struct json_value *item = first_of(json_get(root, "accounts")); item;
	     item = item->next)
		/* Only what is false or absent is in the organization. */
		if ((!json_get(item, "outside") || !json_get(item, "outside")->boolean) &&
		    !add_account(file, item, json_get_string(item, "id"),
				 json_get_string(item, "name")))
			return false;
	for (const struct json_value *item = first_of(json_get(root, "accountTemplates")); item;
	     item = item->next)
		if (!json_to_integer(json_get(item, "count"), &template_count) ||
		    !add_template(file, item, template_count))
			return false;
	if (!has_account(organization, organization->management_account_id) &&
	    !add_account(file, json_get(root, "organization"), organization->management_account_id,
			 "management"))
		return false;
	qsort(organization->accounts, organization->account_count, sizeof(*organization->accounts),
	      compare_accounts);
	return true;
}

static void read_types(struct file *file, const struct json_value *section)
{
	for (const struct json_value *item = first_of(json_get(section, "policyTypes")); item;
	     item = item->next)
		for (int type = 0; item->text && type < SNAPSHOT_TYPES; type++)
			if (strcmp(item->text, snapshot_type_name(type)) == 0)
				file->snapshot->is_in_force[type] = true;
}

/* A document of its own, as AWS would keep it. */
static const char *text_of(struct arena *arena, const struct json_value *content)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, arena, 512);
	json_writer_init(&json, &text, false);
	json_tree(&json, content);
	return text.data;
}

static bool add_default(struct file *file, enum snapshot_type type)
{
	struct snapshot *snapshot = file->snapshot;
	const char *text = defaults[type].text;
	struct snapshot_policy policy = { .type = type,
					  .id = defaults[type].id,
					  .name = defaults[type].name };
	const struct snapshot_policy *added;

	if (!snapshot->is_in_force[type])
		return true;
	if (!policy_document_parse(file->arena, text, strlen(text), file->fault, &policy.document))
		return false;
	added = snapshot_add_policy(snapshot, &policy);
	for (size_t i = 0; i < snapshot->node_count; i++)
		snapshot_attach(snapshot, &snapshot->nodes[i], added);
	return true;
}

static bool find_target(struct file *file, const struct json_value *item,
			struct snapshot_node **out_node)
{
	if (!item->text || item->kind != JSON_STRING)
		return refuse(file, item, "a target is a text");
	return snapshot_find_target(file->snapshot, item->text, out_node, file->fault) ||
	       place(file, item);
}

/* False for policies that control nothing, as tag policies. */
static bool find_type(const struct json_value *item, enum snapshot_type *out_type)
{
	const char *name = json_get_string(item, "type");

	*out_type = SNAPSHOT_SCP;
	if (!name || strcmp(name, snapshot_type_name(SNAPSHOT_SCP)) == 0)
		return true;
	*out_type = SNAPSHOT_RCP;
	return strcmp(name, snapshot_type_name(SNAPSHOT_RCP)) == 0;
}

/* Adds a policy and attaches it where its item says. */
static bool attach_policy(struct file *file, const struct json_value *item,
			  const struct snapshot_policy *policy)
{
	const struct snapshot_policy *added = snapshot_add_policy(file->snapshot, policy);
	struct snapshot_node *node;

	for (const struct json_value *target = first_of(json_get(item, "attach")); target;
	     target = target->next) {
		if (!find_target(file, target, &node))
			return false;
		snapshot_attach(file->snapshot, node, added);
	}
	return true;
}

/* The content is an object, or a text that holds one; places are then inside the text. */
static bool compile(struct file *file, const struct json_value *content,
		    struct snapshot_policy *policy)
{
	const struct json_value *inside;

	if (content->kind != JSON_STRING) {
		policy->text = text_of(file->arena, content);
		return policy_document_compile(file->arena, content, file->fault,
					       &policy->document) ||
		       place_policy(file, content);
	}
	policy->text = content->text;
	return (json_read(file->arena, content->text, content->len, file->fault, &inside) &&
		policy_document_compile(file->arena, inside, file->fault, &policy->document)) ||
	       place(file, content);
}

static bool add_policy(struct file *file, const struct json_value *item)
{
	const struct json_value *content = json_get(item, "content");
	struct snapshot_policy policy = { .id = json_get_string(item, "id"),
					  .name = json_get_string(item, "name"),
					  .file = file->name };

	if (!find_type(item, &policy.type))
		return true;
	if (!policy.name || !content)
		return refuse(file, item, "a policy needs a name and content");
	if (!policy.id)
		policy.id = policy.name;
	if (!compile(file, content, &policy))
		return false;
	return attach_policy(file, item, &policy);
}

static bool read_policies(struct file *file, const struct json_value *section)
{
	const struct snapshot_policy *full_access_policy;
	struct snapshot_node *node;

	if (!add_default(file, SNAPSHOT_SCP) || !add_default(file, SNAPSHOT_RCP))
		return false;
	for (const struct json_value *item = first_of(json_get(section, "policies")); item;
	     item = item->next)
		if (!add_policy(file, item))
			return false;
	full_access_policy = snapshot_policy_by_id(file->snapshot, defaults[SNAPSHOT_SCP].id);
	for (const struct json_value *item = first_of(json_get(section, "detachDefault"));
	     item && full_access_policy; item = item->next) {
		if (!find_target(file, item, &node))
			return false;
		(void)snapshot_detach(node, full_access_policy);
	}
	return true;
}

/* A policy whose document `mattock snapshot` could not read, and where it is attached. */
static bool add_unknown_policy(struct file *file, const struct json_value *item, const char *why)
{
	struct snapshot_policy policy = { .id = json_get_string(item, "id"),
					  .name = json_get_string(item, "name"),
					  .why = why };

	if (!find_type(item, &policy.type))
		return true;
	if (!policy.id)
		return refuse(file, item, "an unknown policy needs its id");
	if (!policy.name)
		policy.name = policy.id;
	return attach_policy(file, item, &policy);
}

/* What a snapshot says it does not know stays unknown; the mock can only leave it out. */
static bool read_unknown(struct file *file, const struct json_value *root)
{
	for (const struct json_value *item = first_of(json_get(root, "unknown")); item;
	     item = item->next) {
		const char *of = json_get_string(item, "of");
		const char *why = json_get_string(item, "why");
		enum snapshot_type type;

		if (!why)
			why = "the snapshot does not say why";
		if (of && strcmp(of, "policy") == 0 && !add_unknown_policy(file, item, why))
			return false;
		if (of && strcmp(of, "policies") == 0 && find_type(item, &type))
			snapshot_doubt_type(file->snapshot, type, why);
	}
	return true;
}

static bool read_partition(struct file *file, const struct json_value *root)
{
	const struct json_value *member = json_get(root, "partition");
	const struct partition *partition = partition_by_name(!member        ? "aws"
							      : member->text ? member->text
									     : "");

	if (!partition)
		return refuse(file, member, "the partition is none of AWS's");
	file->snapshot->partition = partition->name;
	return true;
}

bool snapshot_file_read(struct arena *arena, const struct input *input,
			struct snapshot *out_snapshot, struct fault *fault)
{
	struct file file = { arena, input->name, out_snapshot, fault };
	const struct json_value *root, *section;
	struct organization *organization = &out_snapshot->organization;

	*out_snapshot = (struct snapshot){ .arena = arena };
	if (!json_read(arena, input->text, input->len, fault, &root))
		return fault_prefix(fault, "%s", input->name);
	if (!read_partition(&file, root))
		return false;
	section = json_get(root, "organization");
	if (!section)
		return refuse(&file, root, "the scenario has no organization");
	organization->id = json_get_string(section, "id");
	organization->management_account_id = json_get_string(section, "management");
	if (!organization->management_account_id)
		return refuse(&file, section, "the organization needs its management account");
	if (!organization->id)
		organization->id = "of the scenario";
	if (!read_units(&file, section) || !read_accounts(&file, root))
		return false;
	snapshot_make_nodes(out_snapshot);
	read_types(&file, section);
	return read_policies(&file, section) && read_unknown(&file, root);
}
