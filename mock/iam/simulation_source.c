#include <string.h>
#include <strings.h>

#include "mock/iam/simulation.h"

struct text_row {
	const char *name, *document;
};

static const struct database_column text_columns[] = {
	{ "name", offsetof(struct text_row, name), COLUMN_TEXT },
	{ "document", offsetof(struct text_row, document), COLUMN_TEXT },
	{ 0 },
};
static const struct database_row text_form = { sizeof(struct text_row), text_columns };

/* Room for one more policy. */
static void make_room(struct call *call, struct iam_simulation_set *set)
{
	if (set->count < set->capacity)
		return;
	set->capacity = set->capacity ? 2 * set->capacity : 16;
	struct policy_source *sources = arena_array(call->arena, set->capacity, sizeof(*sources));
	const char **texts = arena_array(call->arena, set->capacity, sizeof(*texts));
	if (set->count) {
		memcpy(sources, set->sources, set->count * sizeof(*sources));
		memcpy(texts, set->texts, set->count * sizeof(*texts));
	}
	set->sources = sources;
	set->texts = texts;
}

/* Appends one policy; false if the text is none. */
static bool add_text(struct call *call, struct iam_simulation_set *set, const char *name,
		     const char *text)
{
	const struct policy_document *document = NULL;
	struct fault fault;

	if (!policy_document_parse(call->arena, text, strlen(text), &fault, &document))
		return false;
	make_room(call, set);
	set->sources[set->count] = (struct policy_source){ .name = name, .document = document };
	set->texts[set->count++] = text;
	return true;
}

enum api_status iam_simulation_add(struct call *call, struct iam_simulation_set *set,
				   const char *word, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *name = arena_printf(call->arena, "%s.%zu", word, i + 1);
		if (!add_text(call, set, name, texts[i]))
			return call_fail(call, &iam_invalid_input, "Syntax errors in policy.");
	}
	return API_OK;
}

void iam_simulation_add_managed(struct call *call, struct iam_simulation_set *set,
				const char *policy_arn)
{
	struct text_row row = { 0 };

	if (database_row(call,
			 "SELECT p.name, v.document FROM managed_policy p"
			 " JOIN managed_policy_version v ON v.policy_arn = p.arn"
			 " AND v.version = p.default_version WHERE p.arn = :arn",
			 DATABASE_VALUES(database_text("arn", policy_arn)), &text_form, &row))
		(void)add_text(call, set, row.name, row.document);
}

/* Inline policies are called "user_NAME_POLICY" and the like (documented). */
static void add_entity(struct call *call, struct iam_simulation_set *set,
		       const struct iam_entity *entity)
{
	struct text_row *rows = NULL;
	size_t count = database_rows(call,
				     "SELECT name, document FROM inline_policy"
				     " WHERE owner_id = :owner ORDER BY name",
				     DATABASE_VALUES(database_text("owner", entity->id)),
				     &text_form, &rows);
	for (size_t i = 0; i < count; i++)
		(void)add_text(call, set,
			       arena_printf(call->arena, "%s_%s_%s", iam_entity_word(entity->kind),
					    entity->name, rows[i].name),
			       rows[i].document);
	count = database_rows(call,
			      "SELECT policy_arn AS name FROM managed_attachment"
			      " WHERE owner_id = :owner ORDER BY policy_arn",
			      DATABASE_VALUES(database_text("owner", entity->id)), &text_form,
			      &rows);
	for (size_t i = 0; i < count; i++)
		iam_simulation_add_managed(call, set, rows[i].name);
}

static void add_groups(struct call *call, struct iam_simulation_set *set,
		       const struct iam_entity *user)
{
	struct iam_entity *groups = NULL;
	size_t count = iam_entity_rows(call, IAM_GROUP,
				       "SELECT g.name, g.unique_id, g.path, g.created_ms"
				       " FROM group_member m"
				       " JOIN iam_group g ON g.unique_id = m.group_id"
				       " WHERE m.user_id = :user ORDER BY g.name",
				       DATABASE_VALUES(database_text("user", user->id)), &groups);
	for (size_t i = 0; i < count; i++)
		add_entity(call, set, &groups[i]);
}

enum api_status iam_simulation_principal(struct call *call, const char *arn,
					 struct iam_simulation_principal *out_principal)
{
	struct iam_entity *entity = &out_principal->entity;

	*out_principal = (struct iam_simulation_principal){ 0 };
	if (!iam_entity_by_arn(call, arn, entity))
		return call_fail(call, &iam_no_such_entity,
				 "Unable to retrieve specified IAM entity.");
	add_entity(call, &out_principal->policies, entity);
	if (entity->kind == IAM_USER)
		add_groups(call, &out_principal->policies, entity);
	return API_OK;
}

/* More keys than this are not told (assumed). */
enum { KEYS_MAX = 1000 };

/* Names, each once. */
struct key_list {
	const char **names;
	size_t count;
};

static void add_key(struct call *call, struct key_list *list, const char *name, size_t len)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strncasecmp(list->names[i], name, len) == 0 && !list->names[i][len])
			return;
	}
	if (list->count < KEYS_MAX)
		list->names[list->count++] = arena_strndup(call->arena, name, len);
}

static void add_condition_keys(struct call *call, struct key_list *list,
			       const struct policy_document *document)
{
	for (uint32_t i = 0; i < document->statement_count; i++) {
		const struct policy_statement *statement = &document->statements[i];
		for (uint32_t j = 0; j < statement->condition_count; j++) {
			const struct policy_key *key = &statement->conditions[j].key;
			add_key(call, list, key->name, key->len);
		}
	}
}

/* "${key}" and "${key, 'otherwise'}"; "${*}", "${?}" and "${$}" are no keys. */
static void add_variables(struct call *call, struct key_list *list, const char *text)
{
	for (const char *at = strstr(text, "${"); at; at = strstr(at, "${")) {
		at += 2;
		size_t len = strcspn(at, ",}");
		if (at[len] && len > 1)
			add_key(call, list, at, len);
	}
}

size_t iam_simulation_keys(struct call *call, const struct iam_simulation_set *set,
			   const char ***out_keys)
{
	struct key_list list = { arena_array(call->arena, KEYS_MAX, sizeof(char *)), 0 };

	for (size_t i = 0; i < set->count; i++) {
		add_condition_keys(call, &list, set->sources[i].document);
		add_variables(call, &list, set->texts[i]);
	}
	*out_keys = list.names;
	return list.count;
}
