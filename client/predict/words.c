#include "client/predict/words.h"

#include <string.h>

#include "client/text_width.h"

const char *words_policy(struct arena *arena, const struct snapshot_policy *policy)
{
	const char *name = text_printable(arena, policy->name);

	if (strcmp(policy->id, policy->name) == 0)
		return name;
	return arena_printf(arena, "%s (%s)", name, policy->id);
}

const char *words_statement(struct arena *arena, const struct policy_statement *statement)
{
	if (statement->sid)
		return arena_printf(arena, "Sid %s", statement->sid);
	return arena_printf(arena, "statement %u", statement->index + 1);
}

const char *words_place(struct arena *arena, const struct snapshot_node *node)
{
	return node->account ? "the account"
			     : arena_printf(arena, "/%s", text_printable(arena, node->unit->path));
}

const char *words_blocker(struct arena *arena, const struct predict_blocker *blocker)
{
	const char *at = words_place(arena, blocker->node);
	const char *type = snapshot_type_word(blocker->type);

	if (!blocker->policy && !blocker->doubt)
		return arena_printf(arena, "no %s at %s allows it", type, at);
	if (!blocker->policy)
		return arena_printf(arena, "%ss at %s: %s", type, at, blocker->doubt);
	if (!blocker->statement)
		return arena_printf(arena, "%s at %s could not be read: %s",
				    text_printable(arena, blocker->policy->name), at,
				    blocker->doubt);
	return arena_printf(arena, "%s at %s, %s%s%s", text_printable(arena, blocker->policy->name),
			    at, words_statement(arena, blocker->statement),
			    blocker->doubt ? ", turns on " : "",
			    blocker->doubt ? blocker->doubt : "");
}

const char *words_why(struct arena *arena, const struct predict_action *action)
{
	const char *first;

	if (action->is_withheld)
		return "the task policy does not give it";
	if (action->answer == PREDICT_ALLOW || action->blocker_count == 0)
		return NULL;
	first = words_blocker(arena, &action->blockers[0]);
	if (action->blocker_count == 1)
		return first;
	return arena_printf(arena, "%s; and %zu more", first, action->blocker_count - 1);
}

struct table_cell words_answer(enum predict_answer answer, bool is_withheld)
{
	static const enum table_style styles[] = {
		[PREDICT_ALLOW] = TABLE_GOOD,
		[PREDICT_DENY] = TABLE_BAD,
		[PREDICT_UNKNOWN] = TABLE_WARNING,
	};

	if (is_withheld)
		return (struct table_cell){ "withheld", TABLE_FAINT };
	return (struct table_cell){ predict_answer_name(answer), styles[answer] };
}
