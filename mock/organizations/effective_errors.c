#include "mock/organizations/effective_errors.h"

#include <stdlib.h>
#include <string.h>

enum {
	REQUIRED_TAGS_MAX = 50,
	KEYS_NAMED = 5,
	DEPTH_MAX = 4,
};

static struct effective_error *add(struct effective_errors *errors)
{
	if (errors->count == errors->capacity) {
		size_t capacity = errors->capacity ? 2 * errors->capacity : 8;
		struct effective_error *items =
			arena_array(errors->arena, capacity, sizeof(*items));

		if (errors->count)
			memcpy(items, errors->items, errors->count * sizeof(*items));
		errors->items = items;
		errors->capacity = capacity;
	}
	return &errors->items[errors->count++];
}

/* A place in a policy: its keys from the top. */
struct place {
	const char *keys[DEPTH_MAX];
	size_t depth;
};

static void add_error(struct effective_errors *errors, const struct place *place, const char *code,
		      const char *message)
{
	struct effective_error *error = add(errors);

	error->code = code;
	error->message = message;
	error->path = place->keys[0];
	error->keys = arena_array(errors->arena, place->depth + 1, sizeof(char *));
	memcpy(error->keys, place->keys, place->depth * sizeof(char *));
	for (size_t i = 1; i < place->depth; i++)
		error->path = arena_printf(errors->arena, "%s/%s", error->path, place->keys[i]);
}

static const struct json_value *get(const struct json_value *object, const char *key)
{
	if (!object || object->kind != JSON_OBJECT)
		return NULL;
	for (const struct json_value *member = object->first; member; member = member->next)
		if (strcasecmp(member->key, key) == 0)
			return member;
	return NULL;
}

bool effective_errors_concern(const struct effective_error *error,
			      const struct json_value *document)
{
	for (const char *const *key = error->keys; document && *key; key++)
		document = get(document, *key);
	return document != NULL;
}

/* A tag that is required of a resource type. */
struct requirement {
	const char *type, *tag;
};

static int by_type_and_tag(const void *left, const void *right)
{
	const struct requirement *a = left, *b = right;
	int order = strcmp(a->type, b->type);

	return order ? order : strcmp(a->tag, b->tag);
}

static size_t count_items(const struct json_value *list)
{
	return list && list->kind == JSON_ARRAY ? list->len : 0;
}

/* The text is recorded: five keys in the order of their letters, and how many there are besides. */
static const char *too_many_text(struct effective_errors *errors, const struct requirement *tags,
				 size_t count)
{
	const char *names = tags[0].tag;

	for (size_t i = 1; i < KEYS_NAMED; i++)
		names = arena_printf(errors->arena, "%s, %s", names, tags[i].tag);
	return arena_printf(
		errors->arena,
		"Resource type '%s' has %zu tags for 'report_required_tag_for', which "
		"exceeds the maximum limit of %d. Contributing tag keys include: %s and "
		"%zu more",
		tags[0].type, count, REQUIRED_TAGS_MAX, names, count - KEYS_NAMED);
}

static void check_tag_policy(const struct json_value *policy, struct effective_errors *errors)
{
	const struct json_value *tags = get(policy, "tags");
	const struct place place = { { "tags" }, 1 };
	size_t count = 0, at = 0;

	for (const struct json_value *tag = tags ? tags->first : NULL; tag; tag = tag->next)
		count += count_items(get(tag, "report_required_tag_for"));
	struct requirement *all = arena_array(errors->arena, count, sizeof(*all));

	for (const struct json_value *tag = tags ? tags->first : NULL; tag; tag = tag->next) {
		const struct json_value *types = get(tag, "report_required_tag_for");

		for (const struct json_value *type = count_items(types) ? types->first : NULL; type;
		     type = type->next)
			all[at++] = (struct requirement){ type->text, tag->key };
	}
	qsort(all, count, sizeof(*all), by_type_and_tag);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && strcmp(all[to].type, all[from].type) == 0;)
			to++;
		if (to - from > REQUIRED_TAGS_MAX)
			add_error(errors, &place, "ELEMENTS_TOO_MANY",
				  too_many_text(errors, &all[from], to - from));
	}
}

static void require(struct effective_errors *errors, const struct json_value *object,
		    const struct place *place, const char *key)
{
	if (!get(object, key))
		add_error(errors, place, "KEY_REQUIRED",
			  arena_printf(errors->arena, "'%s' is missing", key));
}

static void check_plan(const struct json_value *plan, struct effective_errors *errors)
{
	const struct json_value *rules = get(plan, "rules");
	struct place place = { { "plans", plan->key }, 2 };

	require(errors, plan, &place, "regions");
	require(errors, plan, &place, "selections");
	if (!rules || rules->kind != JSON_OBJECT)
		return;
	place.keys[2] = "rules";
	place.depth = 4;
	for (const struct json_value *rule = rules->first; rule; rule = rule->next) {
		place.keys[3] = rule->key;
		require(errors, rule, &place, "target_backup_vault_name");
	}
}

static void check_backup_policy(const struct json_value *policy, struct effective_errors *errors)
{
	const struct json_value *plans = get(policy, "plans");

	if (!plans || plans->kind != JSON_OBJECT)
		return;
	for (const struct json_value *plan = plans->first; plan; plan = plan->next) {
		if (plan->kind == JSON_OBJECT)
			check_plan(plan, errors);
	}
}

void effective_errors_find(const char *type, const struct json_value *policy,
			   struct effective_errors *errors)
{
	if (strcmp(type, "TAG_POLICY") == 0)
		check_tag_policy(policy, errors);
	if (strcmp(type, "BACKUP_POLICY") == 0)
		check_backup_policy(policy, errors);
}
