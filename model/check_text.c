#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "model/check_finding.h"
#include "model/value.h"
#include "wire/buffer.h"

/* How a service of the Query kind words it. */
struct style {
	const char *code, *reason;
	bool shows_value; /* STS prints the value, IAM does not (recorded) */
};

static const char *rule_text(struct arena *arena, enum check_rule rule,
			     const struct api_shape *shape)
{
	switch (rule) {
	case CHECK_REQUIRED:
		return "Member must not be null";
	case CHECK_MIN_LENGTH:
		return arena_printf(arena,
				    "Member must have length greater than or equal to %" PRId64,
				    shape->min);
	case CHECK_MAX_LENGTH:
		return arena_printf(arena, "Member must have length less than or equal to %" PRId64,
				    shape->max);
	case CHECK_MIN_VALUE:
		return arena_printf(arena,
				    "Member must have value greater than or equal to %" PRId64,
				    shape->min);
	case CHECK_MAX_VALUE:
		return arena_printf(arena, "Member must have value less than or equal to %" PRId64,
				    shape->max);
	case CHECK_PATTERN:
		return arena_printf(arena, "Member must satisfy regular expression pattern: %s",
				    shape->pattern);
	case CHECK_ENUM:
	case CHECK_ITEM:
		break;
	}
	return "Member must satisfy enum value set";
}

static void add_rule(struct arena *arena, struct buffer *out, enum check_rule rule,
		     const struct api_shape *shape)
{
	if (out->len)
		buffer_add_text(out, ", ");
	buffer_add_text(out, rule_text(arena, rule, shape));
}

/*
 * All rules of a list's texts, in AWS's order (recorded: tagKeys with "must
 * not be null", clientIDList without; assumed: only where there is a pattern).
 */
static const char *item_text(struct arena *arena, const struct api_shape *item)
{
	struct buffer rules;

	buffer_init(&rules, arena, 128);
	if (item->has_max)
		add_rule(arena, &rules, CHECK_MAX_LENGTH, item);
	if (item->has_min)
		add_rule(arena, &rules, CHECK_MIN_LENGTH, item);
	if (item->pattern)
		add_rule(arena, &rules, CHECK_PATTERN, item);
	if (item->enum_values)
		add_rule(arena, &rules, CHECK_ENUM, item);
	if (item->pattern || !rules.len)
		add_rule(arena, &rules, CHECK_REQUIRED, item);
	return arena_printf(arena, "Member must satisfy constraint: [%s]", rules.data);
}

static const char *enum_text(struct arena *arena, const struct api_shape *shape)
{
	struct buffer text;

	buffer_init(&text, arena, 128);
	for (const char *const *at = shape->enum_values; *at; at++)
		buffer_printf(&text, "%s%s", text.len ? ", " : "", *at);
	return arena_printf(arena, "Member must satisfy enum value set: [%s]", text.data);
}

static const char *constraint_text(struct arena *arena, const struct style *style,
				   const struct check_finding *finding)
{
	if (finding->rule == CHECK_ITEM)
		return item_text(arena, finding->shape->item);
	if (finding->rule == CHECK_ENUM && style->shows_value)
		return enum_text(arena, finding->shape);
	return rule_text(arena, finding->rule, finding->shape);
}

/* A list is shown as Java shows it; of structures in it nothing is known, nor shown. */
static void add_value(struct arena *arena, struct buffer *out, const struct api_shape *shape,
		      const void *value)
{
	const char *text;

	if (value_is_scalar(shape)) {
		text = value_to_text(arena, shape, value, VALUE_TIME_ISO);
		buffer_add_text(out, text ? text : "null");
		return;
	}
	buffer_add_char(out, '[');
	for (size_t i = 0; shape->kind == API_LIST_KIND && value_is_scalar(shape->item) &&
			   i < value_list_len(value);
	     i++) {
		if (i)
			buffer_add_text(out, ", ");
		add_value(arena, out, shape->item, value_item(shape, value, i));
	}
	buffer_add_char(out, ']');
}

/* "Value '901'", "Value null", or "Value" alone where it is not to be shown. */
static void add_subject(struct arena *arena, struct buffer *out, const struct style *style,
			const struct check_finding *finding)
{
	buffer_add_text(out, "Value");
	if (!style->shows_value || finding->shape->is_sensitive)
		return;
	if (!finding->value) {
		buffer_add_text(out, " null");
		return;
	}
	buffer_add_text(out, " '");
	add_value(arena, out, finding->shape, finding->value);
	buffer_add_char(out, '\'');
}

/* "Tags.1.member.Key" as 'tags.1.member.key'. */
static void add_camel_path(struct buffer *out, const char *path)
{
	bool is_first = true;

	for (; *path; path++) {
		buffer_add_char(out, is_first ? (char)tolower((unsigned char)*path) : *path);
		is_first = *path == '.';
	}
}

static void describe_all(struct arena *arena, const struct style *style,
			 const struct check_findings *findings, struct api_problem *out_problem)
{
	struct buffer text;

	buffer_init(&text, arena, 256);
	buffer_printf(&text, "%zu validation error%s detected: ", findings->count,
		      findings->count == 1 ? "" : "s");
	for (size_t i = 0; i < findings->count; i++) {
		const struct check_finding *finding = &findings->items[i];

		if (i)
			buffer_add_text(&text, "; ");
		add_subject(arena, &text, style, finding);
		buffer_add_text(&text, " at '");
		add_camel_path(&text, finding->path);
		buffer_printf(&text, "' failed to satisfy constraint: %s",
			      constraint_text(arena, style, finding));
	}
	*out_problem = (struct api_problem){
		.http_status = 400,
		.code = style->code,
		.reason = style->reason,
		.message = text.data,
	};
}

const struct check_finding *check_first_finding(const struct check_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].rule == CHECK_REQUIRED)
			return &findings->items[i];
	return &findings->items[0];
}

/* SQS tells the first (assumed). */
static void describe_sqs(struct arena *arena, const struct check_findings *findings,
			 struct api_problem *out_problem)
{
	const struct check_finding *finding = check_first_finding(findings);

	*out_problem = (struct api_problem){ .http_status = 400 };
	if (finding->rule == CHECK_REQUIRED) {
		out_problem->code = "MissingRequiredParameterException";
		out_problem->message = arena_printf(
			arena, "The request must contain the parameter %s.", finding->path);
	} else if (finding->rule == CHECK_ENUM) {
		out_problem->code = "InvalidAttributeName";
		out_problem->message = arena_printf(arena, "Unknown Attribute %s.",
						    *(const char *const *)finding->value);
	} else {
		out_problem->code = "InvalidParameterValueException";
		out_problem->message =
			arena_printf(arena, "Value for parameter %s is invalid.", finding->path);
	}
}

/* S3 tells the first (assumed). */
static void describe_s3(struct arena *arena, const struct check_findings *findings,
			struct api_problem *out_problem)
{
	const struct check_finding *finding = check_first_finding(findings);

	*out_problem = (struct api_problem){
		.http_status = 400,
		.code = "InvalidArgument",
		.message = arena_printf(arena, "Invalid value of %s", finding->path),
	};
	if (finding->rule != CHECK_REQUIRED)
		return;
	out_problem->code = "MissingRequestBodyError";
	out_problem->message = "Request Body is empty";
}

/* Paths and names of IAM have sentences of their own (path recorded, names widely reported). */
static const struct own_words {
	const char *pattern, *rule;
} iam_words[] = {
	{ "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)",
	  "begin and end with / and contain only alphanumeric characters and/or / characters." },
	{ "[\\w+=,.@-]+", "contain only alphanumeric characters and/or the following: +=,.@_-" },
};

/* IAM's own sentence for a single finding, or NULL. */
static const char *iam_sentence(struct arena *arena, const struct check_findings *findings)
{
	const struct check_finding *finding = findings->items;

	if (findings->count != 1 || finding->rule != CHECK_PATTERN)
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(iam_words); i++) {
		if (strcmp(finding->shape->pattern, iam_words[i].pattern) != 0)
			continue;
		return arena_printf(arena, "The specified value for %c%s is invalid. It must %s",
				    tolower((unsigned char)finding->path[0]), finding->path + 1,
				    iam_words[i].rule);
	}
	return NULL;
}

static void describe_iam(struct arena *arena, const struct check_findings *findings,
			 struct api_problem *out_problem)
{
	static const struct style style = { .code = "ValidationError" };
	const char *sentence = iam_sentence(arena, findings);

	describe_all(arena, &style, findings, out_problem);
	if (sentence)
		out_problem->message = sentence;
}

void check_describe(struct arena *arena, const struct api_operation *operation,
		    const struct check_findings *findings, struct api_problem *out_problem)
{
	const struct api_service *service = operation->service;
	static const struct style sts = { .code = "ValidationError", .shows_value = true };
	static const struct style account = { .code = "ValidationException",
					      .reason = "fieldValidationFailed",
					      .shows_value = true };

	if (service->protocol == API_JSON && service->is_query_compatible)
		describe_sqs(arena, findings, out_problem);
	else if (service->protocol == API_JSON)
		check_describe_organizations(arena, operation, findings, out_problem);
	else if (service->protocol == API_REST_XML)
		describe_s3(arena, findings, out_problem);
	else if (service->protocol == API_REST_JSON)
		describe_all(arena, &account, findings, out_problem);
	else if (strcmp(service->name, "iam") == 0)
		describe_iam(arena, findings, out_problem);
	else
		describe_all(arena, &sts, findings, out_problem);
}
