#include "mock/organizations/inheritance.h"

#include <ctype.h>
#include <string.h>

#include "wire/buffer.h"
#include "wire/json_writer.h"

enum operator{ OPERATOR_ASSIGN, OPERATOR_APPEND, OPERATOR_REMOVE, OPERATOR_COUNT };

enum { ALL_OPERATORS = (1 << OPERATOR_COUNT) - 1 };

static const char *const operator_names[OPERATOR_COUNT] = {
	[OPERATOR_ASSIGN] = "@@assign",
	[OPERATOR_APPEND] = "@@append",
	[OPERATOR_REMOVE] = "@@remove",
};

struct value {
	const char *text;
	struct value *next;
};

/* A key of the merged policy: a container of keys, or a value or list of values. */
struct node {
	const char *key;
	struct node *first, *next; /* children, and the next child of the same parent */
	struct value *values;
	bool has_value;    /* some operator has set it, even to nothing */
	bool is_container; /* some policy has it as an object of keys */
	bool is_list;      /* written as an array */
	bool is_assigned;  /* in the level being merged: its first assignment wins */
	unsigned allowed;  /* operators that this level may use, bits of 1 << operator */
	unsigned children; /* operators that the levels below may use */
};

struct inheritance {
	struct arena *arena;
	struct node root;
};

struct inheritance *inheritance_new(struct arena *arena)
{
	struct inheritance *inheritance = arena_new(arena, struct inheritance);

	inheritance->arena = arena;
	inheritance->root.key = "";
	inheritance->root.allowed = inheritance->root.children = ALL_OPERATORS;
	return inheritance;
}

/* Keys merge whatever their case; the first spelling stays (recorded). */
static struct node *child_of(struct inheritance *inheritance, struct node *parent, const char *key)
{
	struct node **at = &parent->first;

	while (*at && strcasecmp((*at)->key, key) != 0)
		at = &(*at)->next;
	if (!*at) {
		*at = arena_new(inheritance->arena, struct node);
		(*at)->key = arena_strdup(inheritance->arena, key);
		(*at)->allowed = (*at)->children = ALL_OPERATORS;
	}
	return *at;
}

/* Numbers, booleans and null are published as strings (recorded). */
static const char *text_of(const struct json_value *value)
{
	if (value->text)
		return value->text;
	if (value->kind == JSON_BOOLEAN)
		return value->boolean ? "true" : "false";
	return "null";
}

static void remove_value(struct node *node, const char *text)
{
	for (struct value **at = &node->values; *at;) {
		if (strcmp((*at)->text, text) == 0)
			*at = (*at)->next;
		else
			at = &(*at)->next;
	}
}

static void append_value(struct inheritance *inheritance, struct node *node, const char *text)
{
	struct value **at = &node->values;

	while (*at && strcmp((*at)->text, text) != 0)
		at = &(*at)->next;
	if (*at)
		return;
	*at = arena_new(inheritance->arena, struct value);
	(*at)->text = text;
}

/* Does what one operator says with one text or each of a list. */
static void apply(struct inheritance *inheritance, struct node *node, enum operator operator,
		  const struct json_value * operand)
{
	bool is_list = operand->kind == JSON_ARRAY;
	const struct json_value *item = is_list ? operand->first : operand;

	if (operator== OPERATOR_REMOVE && !node->has_value)
		return;
	if (operator== OPERATOR_ASSIGN) {
		node->values = NULL;
		node->is_assigned = true;
		node->is_list = false;
	}
	node->has_value = true;
	node->is_list = node->is_list || is_list || operator!= OPERATOR_ASSIGN;
	for (; item; item = is_list ? item->next : NULL) {
		if (operator== OPERATOR_REMOVE)
			remove_value(node, text_of(item));
		else
			append_value(inheritance, node, text_of(item));
	}
}

/* The operators that one entry of @@operators_allowed_for_child_policies lets through. */
static unsigned control_of(const char *text)
{
	if (strcasecmp(text, "@@all") == 0)
		return ALL_OPERATORS;
	for (int i = 0; i < OPERATOR_COUNT; i++)
		if (strcasecmp(text, operator_names[i]) == 0)
			return 1u << i;
	return 0;
}

/* Levels below get what every policy of this level and all above let through. */
static void restrict_children(struct node *node, const struct json_value *controls)
{
	unsigned allowed = 0;

	if (controls->kind != JSON_ARRAY)
		return;
	for (const struct json_value *item = controls->first; item; item = item->next)
		allowed |= item->text ? control_of(item->text) : 0;
	node->children &= allowed;
}

static bool may_apply(const struct node *node, enum operator operator)
{
	return (node->allowed & (1u << operator)) != 0 &&
	       !(operator== OPERATOR_ASSIGN && node->is_assigned);
}

/* One pass over one document: what @operator says, wherever it stands. */
static void walk(struct inheritance *inheritance, struct node *node,
		 const struct json_value *object, enum operator operator)
{
	if (!object->first)
		node->is_container = true;
	for (const struct json_value *member = object->first; member; member = member->next) {
		if (strncmp(member->key, "@@", 2) != 0) {
			node->is_container = true;
			if (member->kind == JSON_OBJECT)
				walk(inheritance, child_of(inheritance, node, member->key),
				     member, operator);
		} else if (strcasecmp(member->key, operator_names[operator]) == 0 &&
			   node != &inheritance->root && may_apply(node, operator)) {
			apply(inheritance, node, operator, member);
		} else if (operator== OPERATOR_REMOVE &&
			   strcasecmp(member->key, "@@operators_allowed_for_child_policies") == 0) {
			restrict_children(node, member);
		}
	}
}

/* The next level begins with what this one left to it. */
static void next_level(struct node *node)
{
	node->allowed = node->children;
	node->is_assigned = false;
	for (struct node *child = node->first; child; child = child->next)
		next_level(child);
}

void inheritance_add_level(struct inheritance *inheritance,
			   const struct json_value *const *documents, size_t count)
{
	for (int operator= 0; operator<OPERATOR_COUNT; operator++)
		for (size_t i = 0; i < count; i++)
			walk(inheritance, &inheritance->root, documents[i],
			     (enum operator) operator);
	next_level(&inheritance->root);
}

static void add_values(struct buffer *out, const struct node *node)
{
	if (node->is_list)
		buffer_add_char(out, '[');
	for (const struct value *value = node->values; value; value = value->next) {
		if (value != node->values)
			buffer_add_char(out, ',');
		json_quote(out, value->text, strlen(value->text));
	}
	if (node->is_list)
		buffer_add_char(out, ']');
}

static void add_node(struct buffer *out, const struct node *node)
{
	bool has_item = false;

	if (node->has_value) {
		add_values(out, node);
		return;
	}
	buffer_add_char(out, '{');
	for (const struct node *child = node->first; child; child = child->next) {
		if (!child->has_value && !child->is_container)
			continue; /* only named, by a control or an operator that did nothing */
		if (has_item)
			buffer_add_char(out, ',');
		has_item = true;
		json_quote(out, child->key, strlen(child->key));
		buffer_add_char(out, ':');
		add_node(out, child);
	}
	buffer_add_char(out, '}');
}

static const char *lower(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *letter = copy; *letter; letter++)
		*letter = (char)tolower((unsigned char)*letter);
	return copy;
}

/* Gives a member that no policy has set its default. */
static void set_default(struct inheritance *inheritance, struct node *tag, const char *member,
			const char *value, bool is_list)
{
	struct node *node = child_of(inheritance, tag, member);

	if (node->has_value)
		return;
	node->has_value = true;
	node->is_list = is_list;
	append_value(inheritance, node, value);
}

static void complete_tags(struct inheritance *inheritance)
{
	struct node *tags = NULL;

	for (struct node *child = inheritance->root.first; child; child = child->next)
		if (strcasecmp(child->key, "tags") == 0)
			tags = child;
	for (struct node *tag = tags ? tags->first : NULL; tag; tag = tag->next) {
		tag->key = lower(inheritance->arena, tag->key);
		set_default(inheritance, tag, "tag_key", tag->key, false);
		set_default(inheritance, tag, "tag_value", "*", true);
	}
}

const char *inheritance_result(struct inheritance *inheritance, bool is_tag_policy)
{
	struct buffer out;

	if (is_tag_policy)
		complete_tags(inheritance);
	buffer_init(&out, inheritance->arena, 256);
	add_node(&out, &inheritance->root);
	return out.data;
}
