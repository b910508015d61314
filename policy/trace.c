#include "policy/trace.h"

static void write_optional(struct json_writer *json, const char *key, const char *text)
{
	if (!text)
		return;
	json_key(json, key);
	json_string(json, text);
}

static void write_number(struct json_writer *json, const char *key, int64_t number)
{
	json_key(json, key);
	json_integer(json, number);
}

static void write_level(struct json_writer *json, const struct policy_level *level)
{
	if (!level)
		return;
	json_key(json, "attachedTo");
	json_open_object(json);
	write_optional(json, "id", level->id);
	write_optional(json, "name", level->name);
	write_optional(json, "path", level->path);
	json_close_object(json);
}

void policy_trace_condition(struct json_writer *json, const struct policy_condition *condition,
			    const struct policy_context *context)
{
	const struct policy_context_entry *entry = policy_context_find(context, &condition->key);

	json_open_object(json);
	write_optional(json, "operator", condition->operator_name);
	write_optional(json, "key", condition->key.name);
	json_key(json, "values");
	if (!entry) {
		json_null(json);
	} else {
		json_open_array(json);
		for (uint32_t i = 0; i < entry->value_count; i++)
			json_string(json, policy_context_value(entry, i));
		json_close_array(json);
	}
	json_close_object(json);
}

static void write_conditions(struct json_writer *json, const struct policy_statement *statement,
			     const struct policy_context *context)
{
	if (!statement->condition_count)
		return;
	json_key(json, "conditions");
	json_open_array(json);
	for (uint32_t i = 0; i < statement->condition_count; i++)
		policy_trace_condition(json, &statement->conditions[i], context);
	json_close_array(json);
}

static void write_finding(struct json_writer *json, const struct policy_finding *finding,
			  const struct policy_context *context)
{
	const struct policy_statement *statement = finding->statement;

	json_open_object(json);
	write_optional(json, "layer", policy_layer_name(finding->layer));
	write_optional(json, "effect", finding->effect == POLICY_DENY ? "Deny" : "Allow");
	write_optional(json, "policy", finding->source->arn);
	write_optional(json, "name", finding->source->name);
	write_level(json, finding->level);
	write_optional(json, "sid", statement->sid);
	write_number(json, "index", statement->index);
	write_number(json, "line", statement->line);
	write_number(json, "column", statement->column);
	write_conditions(json, statement, context);
	json_close_object(json);
}

void policy_trace_members(struct json_writer *json, const struct policy_request *request,
			  const struct policy_decision *decision)
{
	json_key(json, "statements");
	json_open_array(json);
	for (size_t i = 0; i < decision->finding_count; i++)
		write_finding(json, &decision->findings[i], request->context);
	json_close_array(json);
	json_key(json, "missing");
	json_open_array(json);
	for (size_t i = 0; i < decision->gap_count; i++) {
		json_open_object(json);
		write_optional(json, "layer", policy_layer_name(decision->gaps[i].layer));
		write_level(json, decision->gaps[i].level);
		json_close_object(json);
	}
	json_close_array(json);
}

void policy_trace_write(struct json_writer *json, const struct policy_request *request,
			const struct policy_decision *decision)
{
	json_open_object(json);
	write_optional(json, "verdict", policy_verdict_name(decision->verdict));
	if (decision->layer != POLICY_LAYER_NONE)
		write_optional(json, "deniedBy", policy_layer_name(decision->layer));
	policy_trace_members(json, request, decision);
	json_close_object(json);
}
