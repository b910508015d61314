#include "mock/decision_record.h"

#include <string.h>

#include "policy/trace.h"

/* A text that is not there; no text begins with a byte that UTF-8 does not have. */
#define ABSENT_TEXT "\xff"

#define ABSENT_KEY  UINT32_MAX

static void add_text(struct buffer *records, const char *text)
{
	const char *shown = text ? text : ABSENT_TEXT;

	buffer_add(records, shown, strlen(shown) + 1);
}

static void add_number(struct buffer *records, uint32_t number)
{
	buffer_add(records, &number, sizeof(number));
}

static void add_level(struct buffer *records, const struct policy_level *level)
{
	buffer_add_char(records, level ? 1 : 0);
	if (!level)
		return;
	add_text(records, level->id);
	add_text(records, level->name);
	add_text(records, level->path);
}

static void add_condition(struct buffer *records, const struct policy_condition *condition,
			  const struct policy_context *context)
{
	const struct policy_context_entry *entry = policy_context_find(context, &condition->key);

	add_text(records, condition->operator_name);
	add_text(records, condition->key.name);
	add_number(records, entry ? entry->value_count : ABSENT_KEY);
	for (uint32_t i = 0; entry && i < entry->value_count; i++)
		add_text(records, policy_context_value(entry, i));
}

static void add_finding(struct buffer *records, const struct policy_finding *finding,
			const struct policy_context *context)
{
	const struct policy_statement *statement = finding->statement;

	buffer_add_char(records, (char)finding->layer);
	buffer_add_char(records, (char)finding->effect);
	add_level(records, finding->level);
	add_text(records, finding->source->arn);
	add_text(records, finding->source->name);
	add_text(records, statement->sid);
	add_number(records, statement->index);
	add_number(records, statement->line);
	add_number(records, statement->column);
	add_number(records, statement->condition_count);
	for (uint32_t i = 0; i < statement->condition_count; i++)
		add_condition(records, &statement->conditions[i], context);
}

void decision_record_add(struct buffer *records, const struct policy_request *request,
			 const struct policy_decision *decision)
{
	add_text(records, request->action);
	add_text(records, request->resource);
	buffer_add_char(records, (char)decision->verdict);
	buffer_add_char(records, (char)decision->layer);
	add_number(records, (uint32_t)decision->finding_count);
	for (size_t i = 0; i < decision->finding_count; i++)
		add_finding(records, &decision->findings[i], request->context);
	add_number(records, (uint32_t)decision->gap_count);
	for (size_t i = 0; i < decision->gap_count; i++) {
		buffer_add_char(records, (char)decision->gaps[i].layer);
		add_level(records, decision->gaps[i].level);
	}
}

/* Records on their way back. The bytes are our own, so they are not doubted. */
struct reader {
	struct arena *arena;
	const char *at, *end;
	struct policy_context context; /* the keys of this record's conditions */
};

static const char *read_text(struct reader *reader)
{
	const char *text = reader->at;

	reader->at += strlen(text) + 1;
	return text[0] == ABSENT_TEXT[0] ? NULL : text;
}

static uint32_t read_number(struct reader *reader)
{
	uint32_t number;

	memcpy(&number, reader->at, sizeof(number));
	reader->at += sizeof(number);
	return number;
}

static const struct policy_level *read_level(struct reader *reader)
{
	struct policy_level *level;

	if (!*reader->at++)
		return NULL;
	level = arena_new(reader->arena, struct policy_level);
	level->id = read_text(reader);
	level->name = read_text(reader);
	level->path = read_text(reader);
	return level;
}

static struct policy_condition read_condition(struct reader *reader)
{
	struct policy_condition condition = { .operator_name = read_text(reader) };
	const char *key = read_text(reader);
	uint32_t count = read_number(reader);
	const char **values;

	condition.key = policy_key_of(key, strlen(key));
	if (count == ABSENT_KEY)
		return condition;
	values = arena_array(reader->arena, count, sizeof(*values));
	for (uint32_t i = 0; i < count; i++)
		values[i] = read_text(reader);
	policy_context_add_list(&reader->context, key, values, count);
	return condition;
}

static const struct policy_statement *read_statement(struct reader *reader)
{
	struct policy_statement *statement = arena_new(reader->arena, struct policy_statement);
	struct policy_condition *conditions;

	statement->sid = read_text(reader);
	statement->index = read_number(reader);
	statement->line = read_number(reader);
	statement->column = read_number(reader);
	statement->condition_count = read_number(reader);
	conditions = arena_array(reader->arena, statement->condition_count, sizeof(*conditions));
	for (uint32_t i = 0; i < statement->condition_count; i++)
		conditions[i] = read_condition(reader);
	statement->conditions = conditions;
	return statement;
}

static struct policy_finding read_finding(struct reader *reader)
{
	struct policy_source *source = arena_new(reader->arena, struct policy_source);
	struct policy_finding finding = { .source = source };

	finding.layer = (enum policy_layer) * reader->at++;
	finding.effect = (enum policy_effect) * reader->at++;
	finding.level = read_level(reader);
	source->arn = read_text(reader);
	source->name = read_text(reader);
	finding.statement = read_statement(reader);
	return finding;
}

static void read_findings(struct reader *reader, struct policy_decision *decision)
{
	struct policy_finding *findings;

	decision->finding_count = read_number(reader);
	findings = arena_array(reader->arena, decision->finding_count, sizeof(*findings));
	for (size_t i = 0; i < decision->finding_count; i++)
		findings[i] = read_finding(reader);
	decision->findings = findings;
}

static void read_gaps(struct reader *reader, struct policy_decision *decision)
{
	struct policy_gap *gaps;

	decision->gap_count = read_number(reader);
	gaps = arena_array(reader->arena, decision->gap_count, sizeof(*gaps));
	for (size_t i = 0; i < decision->gap_count; i++) {
		gaps[i].layer = (enum policy_layer) * reader->at++;
		gaps[i].level = read_level(reader);
	}
	decision->gaps = gaps;
}

static void write_record(struct json_writer *json, struct reader *reader)
{
	struct policy_request request = { .context = &reader->context };
	struct policy_decision decision = { .verdict = POLICY_IMPLICITLY_DENIED };

	policy_context_init(&reader->context, reader->arena);
	request.action = read_text(reader);
	request.resource = read_text(reader);
	decision.verdict = (enum policy_verdict) * reader->at++;
	decision.layer = (enum policy_layer) * reader->at++;
	read_findings(reader, &decision);
	read_gaps(reader, &decision);
	json_open_object(json);
	json_key(json, "action");
	json_string(json, request.action);
	json_key(json, "resource");
	json_string(json, request.resource);
	json_key(json, "trace");
	policy_trace_write(json, &request, &decision);
	json_close_object(json);
}

void decision_record_write(struct json_writer *json, struct arena *arena, const char *data,
			   size_t len)
{
	struct reader reader = { .arena = arena, .at = data, .end = data + len };

	json_open_array(json);
	while (reader.at < reader.end)
		write_record(json, &reader);
	json_close_array(json);
}
