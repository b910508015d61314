#include "scenarios/sweep/call.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "model/api.h"
#include "wire/buffer.h"
#include "wire/json_writer.h"

static const char *json_text(struct arena *arena, const struct json_value *value)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, arena, 128);
	json_writer_init(&json, &text, false);
	json_tree(&json, value);
	return text.data;
}

/* The call of an entry of the journal; false if it was for no operation. */
static bool read_call(struct arena *arena, const struct json_value *entry,
		      struct sweep_call *out_call)
{
	const struct json_value *parameters = json_get(entry, "parameters");

	*out_call = (struct sweep_call){
		.operation = json_get_string(entry, "operation"),
		.account = json_get_string(json_get(entry, "principal"), "accountId"),
		.parameters = parameters ? json_text(arena, parameters) : "{}",
	};
	return out_call->operation;
}

static bool is_same_text(const char *left, const char *right)
{
	return left == right || (left && right && strcmp(left, right) == 0);
}

/* Counts the calls before @count that @call comes after. */
static void number(struct sweep_call *call, const struct sweep_call *before, size_t count)
{
	call->nth = call->nth_of_operation = 1;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(before[i].operation, call->operation) != 0)
			continue;
		call->nth_of_operation++;
		call->nth += is_same_text(before[i].account, call->account);
	}
}

bool sweep_call_is_of_command(const struct sweep_run *run, const struct json_value *entry)
{
	int64_t entry_number;

	return json_to_integer(json_get(entry, "number"), &entry_number) &&
	       (uint64_t)entry_number > run->prepared;
}

bool sweep_calls_list(struct arena *arena, const struct sweep_run *run, struct fault *fault,
		      struct sweep_calls *out_calls)
{
	const struct json_value *requests = run->requests;
	struct sweep_call *all = arena_array(arena, requests ? requests->len : 0, sizeof(*all));
	size_t count = 0, first = 0;

	for (const struct json_value *entry = requests ? requests->first : NULL; entry;
	     entry = entry->next) {
		struct sweep_call call;

		if (!read_call(arena, entry, &call))
			continue;
		number(&call, all, count);
		all[count++] = call;
		if (!sweep_call_is_of_command(run, entry))
			first = count;
	}
	*out_calls = (struct sweep_calls){ .items = all + first, .count = count - first };
	if (out_calls->count == 0)
		return fault_set(fault, FAULT_INPUT,
				 "the command makes no call: there is nothing to go wrong; in a "
				 "folder of its own it ends with %d%s%s",
				 run->status, *run->errors ? " and says:\n" : "", run->errors);
	return out_calls->count <= SWEEP_CALLS_MAX ||
	       fault_set(fault, FAULT_INPUT, "the command makes more than %d calls",
			 SWEEP_CALLS_MAX);
}

const char *sweep_call_name(struct arena *arena, const struct sweep_call *call)
{
	const char *at = call->account ? "@" : "", *account = call->account ? call->account : "";

	return arena_printf(arena, "%s%s%s/%" PRIu64, call->operation, at, account, call->nth);
}

bool sweep_call_filter_read(struct arena *arena, const char *text, struct fault *fault,
			    struct sweep_call_filter *out_filter)
{
	size_t operation_len = strcspn(text, "@/");
	const char *rest = text + operation_len;
	size_t account_len = *rest == '@' ? strcspn(rest + 1, "/") : 0;
	char *end;

	*out_filter = (struct sweep_call_filter){
		.operation = operation_len ? arena_strndup(arena, text, operation_len) : NULL,
		.account = account_len ? arena_strndup(arena, rest + 1, account_len) : NULL,
	};
	rest += account_len ? account_len + 1 : 0;
	if (*rest == '/') {
		out_filter->nth = strtoull(rest + 1, &end, 10);
		rest = out_filter->nth > 0 && rest[1] != '-' ? end : rest;
	}
	return (operation_len && !*rest) ||
	       fault_set(fault, FAULT_INPUT,
			 "a call is OPERATION[@ACCOUNT][/N], as in iam:GetUser@222222222222/2");
}

bool sweep_call_filter_takes(const struct sweep_call_filter *filter, const struct sweep_call *call)
{
	const char *name = strchr(call->operation, ':');

	return (strcmp(filter->operation, call->operation) == 0 ||
		(name && strcmp(filter->operation, name + 1) == 0)) &&
	       (!filter->account || is_same_text(filter->account, call->account)) &&
	       (!filter->nth || filter->nth == call->nth);
}
