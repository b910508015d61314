#include "client/rollout/lock_statement.h"

#include <string.h>
#include <strings.h>

#include "policy/match.h"
#include "wire/json_writer.h"

/* Whether an entry of Action covers an action; neither cares for case. */
static bool covers(struct arena *arena, const char *entry, const char *action)
{
	size_t len = strlen(entry);
	char *pattern = arena_strdup(arena, entry), *text = arena_strdup(arena, action);
	struct policy_pattern compiled;

	policy_lower_ascii(pattern, len);
	policy_pattern_encode(pattern, len);
	policy_lower_ascii(text, strlen(text));
	compiled = policy_pattern_of(pattern, len);
	return policy_pattern_matches(&compiled, text, strlen(text));
}

static bool covers_any(struct arena *arena, const char *entry, const struct lock_place *place)
{
	for (size_t i = 0; place->actions[i]; i++)
		if (covers(arena, entry, place->actions[i]))
			return true;
	return false;
}

/* The actions as JSON texts with commas between them. */
static const char *quoted(struct arena *arena, const char *const *actions)
{
	struct buffer text;

	buffer_init(&text, arena, 128);
	for (size_t i = 0; actions[i]; i++) {
		if (i)
			buffer_add_text(&text, ", ");
		json_quote(&text, actions[i], strlen(actions[i]));
	}
	return text.data;
}

static const char *bracketed(struct arena *arena, const char *const *actions)
{
	return arena_printf(arena, "[%s]", quoted(arena, actions));
}

/* The first entry of Action; an Action that is one text is its only entry. */
static const struct json_value *entries_of(const struct json_value *actions)
{
	return actions->kind == JSON_ARRAY ? actions->first : actions;
}

/* Whether an entry covers the whole service, or everything. */
static bool has_every_action(struct arena *arena, const struct json_value *actions,
			     const struct lock_place *place)
{
	const struct json_value *entry = entries_of(actions);

	for (; entry; entry = actions->kind == JSON_ARRAY ? entry->next : NULL)
		if (entry->text && covers(arena, entry->text, place->every_action))
			return true;
	return false;
}

/* All actions of the service are denied: all but those that manage the policy shall be. */
static bool invert(struct json_edit *edit, const struct lock_place *place,
		   const struct json_value *actions, struct lock_statement *lock)
{
	size_t start;

	if (!json_edit_key(edit, actions, &start))
		return false;
	json_edit_replace(edit, start, actions->end,
			  arena_printf(edit->arena, "\"NotAction\": %s",
				       bracketed(edit->arena, place->actions)));
	lock->edit = arena_printf(edit->arena, "denies everything but %s",
				  quoted(edit->arena, place->actions));
	return true;
}

/* A list of exceptions gets more of them. */
static bool extend(struct json_edit *edit, const struct lock_place *place,
		   const struct json_value *actions, struct lock_statement *lock)
{
	const char *more = quoted(edit->arena, place->actions);

	if (actions->kind == JSON_ARRAY && actions->last)
		json_edit_replace(edit, actions->last->end, actions->last->end,
				  arena_printf(edit->arena, ", %s", more));
	else if (actions->text)
		json_edit_replace(edit, actions->start, actions->end,
				  arena_printf(edit->arena, "[%.*s, %s]",
					       (int)(actions->end - actions->start),
					       edit->text + actions->start, more));
	else
		return false;
	lock->edit = arena_printf(edit->arena, "excepts %s, too", more);
	return true;
}

/* A list of actions loses those that cover the policy's. */
static bool shorten(struct json_edit *edit, const struct lock_place *place,
		    const struct json_value *actions, struct lock_statement *lock)
{
	bool *is_removed;
	struct buffer said;
	size_t index = 0, removed = 0;

	if (actions->kind != JSON_ARRAY) {
		lock->is_wider = actions->text && strpbrk(actions->text, "*?");
		return false;
	}
	is_removed = arena_array(edit->arena, actions->len, sizeof(*is_removed));
	buffer_init(&said, edit->arena, 64);
	for (const struct json_value *entry = actions->first; entry; entry = entry->next, index++) {
		is_removed[index] = entry->text && covers_any(edit->arena, entry->text, place);
		if (!is_removed[index])
			continue;
		buffer_printf(&said, "%s\"%s\"", removed++ ? ", " : "", entry->text);
		if (strpbrk(entry->text, "*?"))
			lock->is_wider = true;
	}
	if (removed == 0 || removed == actions->len)
		return false;
	json_edit_remove(edit, actions, is_removed);
	lock->edit = arena_printf(edit->arena, "denies %s no more", said.data);
	return true;
}

bool lock_statement_edit(struct json_edit *edit, const struct lock_place *place,
			 const struct json_value *statement, struct lock_statement *lock)
{
	const struct json_value *actions = json_get(statement, "Action");
	const struct json_value *exceptions = json_get(statement, "NotAction");

	lock->edit = "is removed";
	if (exceptions)
		return extend(edit, place, exceptions, lock);
	if (!actions)
		return false;
	if (has_every_action(edit->arena, actions, place))
		return invert(edit, place, actions, lock);
	return shorten(edit, place, actions, lock);
}
