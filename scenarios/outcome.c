#include "scenarios/outcome.h"

#include "wire/json_reader.h"
#include "wire/json_writer.h"

bool outcome_holds(const struct outcome *outcome)
{
	return !outcome->fault && outcome->verdict.failed == 0;
}

static void write_text(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

static void write_number(struct json_writer *json, const char *key, int64_t number)
{
	json_key(json, key);
	json_integer(json, number);
}

static void write_check(struct json_writer *json, const struct verdict_check *check)
{
	json_open_object(json);
	write_text(json, "name", check->name);
	json_key(json, "holds");
	json_boolean(json, check->holds);
	write_text(json, "skipped", check->skipped);
	write_text(json, "explanation", check->explanation);
	json_close_object(json);
}

void outcome_write(const struct outcome *outcome, struct buffer *out)
{
	struct json_writer json;

	json_writer_init(&json, out, false);
	json_open_object(&json);
	write_text(&json, "name", outcome->name);
	write_text(&json, "fault", outcome->fault);
	write_number(&json, "why", outcome->why);
	write_number(&json, "status", outcome->status);
	write_number(&json, "tookMs", outcome->took_ms);
	json_key(&json, "checks");
	json_open_array(&json);
	for (const struct verdict_check *check = outcome->verdict.first; check; check = check->next)
		write_check(&json, check);
	json_close_array(&json);
	json_close_object(&json);
}

static int64_t number_of(const struct json_value *object, const char *key)
{
	int64_t number;

	return json_to_integer(json_get(object, key), &number) ? number : 0;
}

bool outcome_read(struct arena *arena, const char *text, size_t len, struct fault *fault,
		  struct outcome *out_outcome)
{
	const struct json_value *value, *checks;

	if (!json_read(arena, text, len, fault, &value))
		return false;
	*out_outcome = (struct outcome){
		.name = json_get_string(value, "name"),
		.fault = json_get_string(value, "fault"),
		.why = (enum fault_kind)number_of(value, "why"),
		.status = (int)number_of(value, "status"),
		.took_ms = number_of(value, "tookMs"),
		.verdict = { .arena = arena },
	};
	checks = json_get(value, "checks");
	for (const struct json_value *check = checks ? checks->first : NULL; check;
	     check = check->next) {
		const struct json_value *holds = json_get(check, "holds");
		const char *explanation = json_get_string(check, "explanation");

		if (json_get_string(check, "skipped"))
			verdict_skip(&out_outcome->verdict, json_get_string(check, "name"),
				     json_get_string(check, "skipped"));
		else
			verdict_add(&out_outcome->verdict, holds && holds->boolean,
				    json_get_string(check, "name"));
		if (explanation)
			verdict_explain(&out_outcome->verdict, "%s", explanation);
	}
	return true;
}
