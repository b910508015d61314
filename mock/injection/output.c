/* Actions on what a call answers, before it is written. */
#include <string.h>

#include "mock/exchange.h"
#include "mock/injection/action.h"

/* Begins the token behind an empty page; the token that was asked for, if any, follows it. */
#define EMPTY_PAGE_TOKEN "mattock-empty-page:"

enum { OMITTED_MAX = 100 };

static bool has_answer(const struct exchange *exchange)
{
	return exchange->is_committed && !exchange->hits.is_unanswered &&
	       !exchange->call.error.code;
}

static void *place_of(const struct api_shape *shape, void *value, const char *name,
		      const struct api_member **out_member)
{
	*out_member = name ? api_member_by_name(shape, name) : NULL;
	return *out_member ? (char *)value + (*out_member)->offset : NULL;
}

static size_t size_of(const struct api_member *member)
{
	static const size_t sizes[] = {
		[API_STRING] = sizeof(const char *),
		[API_INTEGER] = sizeof(struct api_integer),
		[API_LONG] = sizeof(struct api_integer),
		[API_BOOLEAN] = sizeof(struct api_boolean),
		[API_TIMESTAMP] = sizeof(struct api_timestamp),
		[API_BLOB] = sizeof(struct api_blob),
		[API_LIST_KIND] = sizeof(struct api_list),
		[API_MAP] = sizeof(struct api_list),
		[API_STRUCTURE] = sizeof(const void *),
	};

	return sizes[member->shape->kind];
}

static bool has_pages(const struct api_operation *operation)
{
	return operation->paging.input_token && operation->paging.output_token &&
	       api_member_by_name(operation->output, operation->paging.output_token) &&
	       api_member_by_name(operation->input, operation->paging.input_token);
}

void injection_restore_token(struct exchange *exchange)
{
	const struct api_operation *operation = exchange->operation;
	const struct api_member *member;
	const char **token;

	if (!has_pages(operation))
		return;
	token = place_of(operation->input, exchange->input, operation->paging.input_token, &member);
	if (!*token || strncmp(*token, EMPTY_PAGE_TOKEN, strlen(EMPTY_PAGE_TOKEN)) != 0)
		return;
	*token += strlen(EMPTY_PAGE_TOKEN);
	if (!**token)
		*token = NULL;
}

static bool pages_apply(struct exchange *exchange, struct injection_rule *rule)
{
	UNUSED(rule);
	return has_pages(exchange->operation);
}

/* Every list of the page is empty; the next page is the one that was asked for. */
static void settle_empty(struct exchange *exchange, struct injection_rule *rule)
{
	const struct api_operation *operation = exchange->operation;
	const struct api_shape *output = operation->output;
	const struct api_member *member;
	const char *asked, **token;
	struct api_boolean *more;

	UNUSED(rule);
	if (!has_answer(exchange))
		return;
	for (size_t i = 0; i < output->member_count; i++) {
		struct api_list *list =
			(void *)((char *)exchange->output + output->members[i].offset);

		if (output->members[i].shape->kind == API_LIST_KIND)
			*list = (struct api_list){ .is_set = true };
	}
	asked = api_string(operation->input, exchange->input, operation->paging.input_token);
	token = place_of(output, exchange->output, operation->paging.output_token, &member);
	*token = arena_printf(exchange->call.arena, EMPTY_PAGE_TOKEN "%s", asked ? asked : "");
	more = place_of(output, exchange->output, operation->paging.more, &member);
	if (more)
		*more = api_boolean(true);
}

static bool can_page(const struct api_operation *operation, const void *context)
{
	UNUSED(context);
	return has_pages(operation);
}

static bool check_pages(struct reader *reader, const struct json_value *value,
			struct injection_rule *rule)
{
	return injection_match_any(&rule->match, can_page, NULL) ||
	       reader_fail(reader, value, "expected an operation that answers in pages");
}

static const struct reader_field no_fields[] = { { NULL } };

const struct injection_action injection_action_empty_page = {
	.name = "emptyPage",
	.fields = no_fields,
	.size = 1,
	.check = check_pages,
	.applies = pages_apply,
	.settle = settle_empty,
};

/* A member of a shape that is left out wherever it stands: "Account.State". */
struct omitted {
	const char *shape, *member;
};

struct omit {
	const struct json_value *list;
	struct omitted *items;
	size_t count;
};

/* What is looked for in the shapes of an output; depth ends shapes that hold themselves. */
struct search {
	const struct omitted *omitted;
	unsigned depth;
};

enum { SEARCH_DEPTH = 12 };

static bool shape_has(const struct api_shape *shape, struct search search)
{
	if (!shape || search.depth-- == 0)
		return false;
	if (shape->kind == API_LIST_KIND)
		return shape_has(shape->item, search);
	for (size_t i = 0; i < shape->member_count; i++) {
		if ((strcmp(shape->name, search.omitted->shape) == 0 &&
		     strcmp(shape->members[i].name, search.omitted->member) == 0) ||
		    shape_has(shape->members[i].shape, search))
			return true;
	}
	return false;
}

static bool answers_member(const struct api_operation *operation, const void *omitted)
{
	return shape_has(operation->output, (struct search){ omitted, SEARCH_DEPTH });
}

static void omit_from(const struct api_shape *shape, void *value, const struct omit *omit);

static void omit_below(const struct api_member *member, void *place, const struct omit *omit)
{
	const struct api_shape *shape = member->shape;
	const struct api_list *list = place;

	if (shape->kind == API_STRUCTURE && *(void **)place)
		omit_from(shape, *(void **)place, omit);
	if (shape->kind != API_LIST_KIND || shape->item->kind != API_STRUCTURE)
		return;
	for (size_t i = 0; i < list->len; i++)
		omit_from(shape->item, (char *)list->items + i * shape->item->size, omit);
}

static bool is_omitted(const struct omit *omit, const char *shape, const char *member)
{
	for (size_t i = 0; i < omit->count; i++) {
		if (strcmp(omit->items[i].shape, shape) == 0 &&
		    strcmp(omit->items[i].member, member) == 0)
			return true;
	}
	return false;
}

/* The output is the request's own: what its tables call const was made by its handler. */
static void omit_from(const struct api_shape *shape, void *value, const struct omit *omit)
{
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		char *place = (char *)value + member->offset;

		if (is_omitted(omit, shape->name, member->name))
			memset(place, 0, size_of(member));
		else
			omit_below(member, place, omit);
	}
}

static void settle_omitted(struct exchange *exchange, struct injection_rule *rule)
{
	if (has_answer(exchange))
		omit_from(exchange->operation->output, exchange->output, rule->parameters);
}

static bool omit_applies(struct exchange *exchange, struct injection_rule *rule)
{
	const struct omit *omit = rule->parameters;

	for (size_t i = 0; i < omit->count; i++) {
		if (answers_member(exchange->operation, &omit->items[i]))
			return true;
	}
	return false;
}

static bool read_omitted(struct reader *reader, const struct json_value *item,
			 struct injection_rule *rule, struct omitted *out_omitted)
{
	const char *text;
	char *dot;

	if (!reader_text(reader, item, &text))
		return false;
	out_omitted->shape = arena_strdup(&rule->arena, text);
	dot = strchr(out_omitted->shape, '.');
	if (dot) {
		*dot = '\0';
		out_omitted->member = dot + 1;
	}
	return (dot && injection_match_any(&rule->match, answers_member, out_omitted)) ||
	       reader_fail(reader, item,
			   "expected a shape of these operations' answers and its member, such as "
			   "\"Account.State\"");
}

static bool check_omit(struct reader *reader, const struct json_value *value,
		       struct injection_rule *rule)
{
	struct omit *omit = rule->parameters;

	if (!omit->list || omit->list->len == 0 || omit->list->len > OMITTED_MAX)
		return reader_fail(reader, value, "expected a list of 1 to %d members",
				   OMITTED_MAX);
	omit->items = arena_array(&rule->arena, omit->list->len, sizeof(*omit->items));
	for (const struct json_value *item = omit->list->first; item; item = item->next) {
		if (!read_omitted(reader, item, rule, &omit->items[omit->count++]))
			return false;
	}
	return true;
}

static const struct reader_field omit_fields[] = {
	{ "members", READER_LIST, offsetof(struct omit, list) },
	{ NULL },
};

const struct injection_action injection_action_omit = {
	.name = "omit",
	.shorthand = "members",
	.fields = omit_fields,
	.size = sizeof(struct omit),
	.goes_on = true,
	.check = check_omit,
	.applies = omit_applies,
	.settle = settle_omitted,
};
