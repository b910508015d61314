#include "scenarios/graph.h"

#include <string.h>

#include "client/text_width.h"

/* What is read, and what is drawn of it. */
struct reading {
	struct graph *graph;
	const struct json_value *organization, *accounts;
};

static struct graph_line *add_line(struct reading *reading, struct graph_line *parent,
				   enum graph_kind kind, const char *label)
{
	struct graph *graph = reading->graph;
	struct graph_line *line = arena_new(graph->arena, struct graph_line);

	*line = (struct graph_line){ .kind = kind,
				     .depth = parent ? parent->depth + 1 : 0,
				     .place = graph->count,
				     .label = text_printable(graph->arena, label),
				     .note = "",
				     .parent = parent };
	if (graph->last)
		graph->last->next = line;
	else
		graph->first = line;
	graph->last = line;
	graph->count++;
	if (parent)
		parent->last_child = line;
	return line;
}

static void add_words(struct buffer *out, const char *words)
{
	if (out->len)
		buffer_add_text(out, ", ");
	buffer_add_text(out, words);
}

static void add_count(struct buffer *out, const struct json_value *list, const char *word)
{
	if (!list || !list->len)
		return;
	if (out->len)
		buffer_add_text(out, ", ");
	buffer_printf(out, "%zu %s%s", list->len, word, list->len == 1 ? "" : "s");
}

static void add_devices(struct buffer *out, const struct json_value *devices)
{
	for (const struct json_value *device = devices ? devices->first : NULL; device;
	     device = device->next) {
		const char *kind = json_get_string(device, "kind");

		if (out->len)
			buffer_add_text(out, ", ");
		buffer_printf(out, "%s MFA", kind ? kind : "an");
	}
}

static bool is_attached(const struct json_value *policy, const char *target)
{
	const struct json_value *list = json_get(policy, "attached");

	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next)
		if (item->text && strcmp(item->text, target) == 0)
			return true;
	return false;
}

/* "SERVICE_CONTROL_POLICY" is an SCP; other types are named in full. */
static const char *type_word(const char *type)
{
	if (strcmp(type, "SERVICE_CONTROL_POLICY") == 0)
		return "SCP";
	return strcmp(type, "RESOURCE_CONTROL_POLICY") == 0 ? "RCP" : type;
}

/* Whether it is FullAWSAccess or its like, which is everywhere unless somebody took it away. */
static bool is_default(const char *name)
{
	return strcmp(name, "FullAWSAccess") == 0 || strcmp(name, "RCPFullAWSAccess") == 0;
}

static bool is_type_enabled(const struct reading *reading, const char *type)
{
	const struct json_value *list = json_get(reading->organization, "policyTypes");

	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next)
		if (item->text && strcmp(item->text, type) == 0)
			return true;
	return false;
}

static void add_policies(const struct reading *reading, const char *target, struct buffer *out)
{
	const struct json_value *list = json_get(reading->organization, "policies");

	for (const struct json_value *policy = list ? list->first : NULL; policy;
	     policy = policy->next) {
		const char *name = json_get_string(policy, "name");
		const char *type = json_get_string(policy, "type");
		bool is_there = is_attached(policy, target);

		if (!name || !type || !is_type_enabled(reading, type) ||
		    is_default(name) == is_there)
			continue;
		if (out->len)
			buffer_add_text(out, ", ");
		buffer_printf(out, is_there ? "%s %s" : "no %s %s", type_word(type), name);
	}
}

static void read_account(struct reading *reading, struct graph_line *parent,
			 const struct json_value *account)
{
	struct arena *arena = reading->graph->arena;
	const struct json_value *root = json_get(account, "root");
	const struct json_value *password = json_get(root, "password");
	const char *id = json_get_string(account, "id"), *name = json_get_string(account, "name");
	const char *state = json_get_string(account, "state");
	const char *management = json_get_string(reading->organization, "management");
	struct graph_line *line =
		add_line(reading, parent, GRAPH_ACCOUNT,
			 arena_printf(arena, "%s %s", id ? id : "?", name ? name : ""));
	struct buffer note;

	buffer_init(&note, arena, 64);
	if (password && password->kind == JSON_OBJECT)
		add_words(&note, "password");
	add_count(&note, json_get(root, "keys"), "key");
	add_count(&note, json_get(root, "certificates"), "certificate");
	add_devices(&note, json_get(root, "mfa"));
	line->is_at_risk = note.len > 0;
	if (management && id && strcmp(management, id) == 0)
		add_words(&note, "management account");
	if (state && strcmp(state, "ACTIVE") != 0)
		add_words(&note, state);
	if (id && reading->organization)
		add_policies(reading, id, &note);
	line->note = note.data;
}

/* Whether @path is one step below @parent: "o-1/r-1/ou-1/" below "o-1/r-1/". */
static bool is_below(const char *path, const char *parent)
{
	size_t len = strlen(parent);

	if (!path || strncmp(path, parent, len) != 0 || !path[len])
		return false;
	return strchr(path + len, '/') == path + strlen(path) - 1;
}

/* The accounts below @path, then the units with what is in them. AWS allows five levels of them. */
static void read_children(struct reading *reading, struct graph_line *parent, const char *path)
{
	struct arena *arena = reading->graph->arena;
	const struct json_value *units = json_get(reading->organization, "units");

	for (const struct json_value *account = reading->accounts ? reading->accounts->first : NULL;
	     account; account = account->next)
		if (is_below(json_get_string(account, "path"), path))
			read_account(reading, parent, account);
	for (const struct json_value *unit = units ? units->first : NULL; unit; unit = unit->next) {
		const char *unit_path = json_get_string(unit, "path");
		const char *name = json_get_string(unit, "name"), *id = json_get_string(unit, "id");
		const char *slash = name ? strrchr(name, '/') : NULL;
		struct graph_line *line;
		struct buffer note;

		if (!is_below(unit_path, path) || !name || !id)
			continue;
		line = add_line(reading, parent, GRAPH_UNIT, slash ? slash + 1 : name);
		buffer_init(&note, arena, 64);
		add_policies(reading, id, &note);
		line->note = note.data;
		read_children(reading, line, unit_path);
	}
	if (parent->last_child)
		parent->last_child->is_last = true;
}

static void read_organization(struct reading *reading)
{
	struct arena *arena = reading->graph->arena;
	const char *id = json_get_string(reading->organization, "id");
	const char *root_id = json_get_string(reading->organization, "rootId");
	const struct json_value *features = json_get(reading->organization, "features");
	struct graph_line *top, *root;
	struct buffer note;

	if (!id || !root_id)
		return;
	top = add_line(reading, NULL, GRAPH_ORGANIZATION, id);
	buffer_init(&note, arena, 64);
	for (const struct json_value *item = features ? features->first : NULL; item;
	     item = item->next)
		if (item->text)
			add_words(&note, item->text);
	top->note = note.data;
	root = add_line(reading, top, GRAPH_ROOT, "Root");
	buffer_init(&note, arena, 64);
	add_policies(reading, root_id, &note);
	root->note = note.data;
	root->is_last = true;
	read_children(reading, root, arena_printf(arena, "%s/%s/", id, root_id));
}

void graph_read(struct arena *arena, const struct json_value *state, struct graph *out_graph)
{
	struct reading reading = { .graph = out_graph,
				   .organization = json_get(state, "organization"),
				   .accounts = json_get(state, "accounts") };

	*out_graph = (struct graph){ .arena = arena };
	if (reading.organization && reading.organization->kind == JSON_OBJECT)
		read_organization(&reading);
	else
		reading.organization = NULL;
	for (const struct json_value *account = reading.accounts ? reading.accounts->first : NULL;
	     account; account = account->next) {
		const char *path = json_get_string(account, "path");

		if (!reading.organization || !path || !*path)
			read_account(&reading, NULL, account);
	}
}
