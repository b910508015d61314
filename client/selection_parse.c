#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/ini.h"
#include "client/selection.h"
#include "wire/clock.h"

enum { EXCLUDE_FILE_MAX = 4 * 1024 * 1024 };

struct exclude_reader {
	struct arena *arena;
	struct selection *selection;
	const char *path;
	struct fault *fault; /* the first one */
};

/* Room grows by doubling; a power of two is a full array. */
static struct selection_exclusion *add_exclusion(struct arena *arena, struct selection *selection,
						 const char *account_id, const char *source)
{
	size_t count = selection->exclusion_count;
	struct selection_exclusion *exclusion;

	if ((count & (count - 1)) == 0) {
		struct selection_exclusion *more =
			arena_array(arena, count ? count * 2 : 1, sizeof(*more));

		if (count > 0)
			memcpy(more, selection->exclusions, count * sizeof(*more));
		selection->exclusions = more;
	}
	exclusion = &selection->exclusions[selection->exclusion_count++];
	*exclusion = (struct selection_exclusion){ .account_id = account_id, .source = source };
	return exclusion;
}

static void on_section(void *context, const char *section)
{
	struct exclude_reader *reader = context;

	if (!organization_is_account_id(section) && reader->fault->kind == FAULT_NONE)
		fault_set(reader->fault, FAULT_USAGE,
			  "%s: [%s] is not an account id of twelve digits", reader->path, section);
	add_exclusion(reader->arena, reader->selection, section, reader->path);
}

static void on_entry(void *context, const struct ini_entry *entry)
{
	struct exclude_reader *reader = context;
	struct selection *selection = reader->selection;
	struct selection_exclusion *last;

	if (reader->fault->kind != FAULT_NONE)
		return;
	if (!*entry->section) {
		fault_set(reader->fault, FAULT_USAGE, "%s: line %zu: expected [ACCOUNT ID] first",
			  reader->path, entry->line);
		return;
	}
	last = &selection->exclusions[selection->exclusion_count - 1];
	if (strcmp(entry->name, "reason") == 0) {
		last->reason = entry->value;
	} else if (strcmp(entry->name, "owner") == 0) {
		last->owner = entry->value;
	} else if (strcmp(entry->name, "expires") == 0) {
		last->expires = entry->value;
		if (!clock_parse_iso(entry->value, &last->expires_ms))
			fault_set(reader->fault, FAULT_USAGE,
				  "%s: line %zu: expires must be a date as 2027-01-31",
				  reader->path, entry->line);
	} else {
		fault_set(reader->fault, FAULT_USAGE,
			  "%s: line %zu: expected reason, owner or expires, not %s", reader->path,
			  entry->line, entry->name);
	}
}

static bool read_exclude_file(const struct invocation *invocation, const char *path,
			      struct selection *selection, struct fault *fault)
{
	struct exclude_reader reader = { invocation->arena, selection, path, fault };
	const struct ini_reader ini = { on_entry, on_section, &reader };
	FILE *file = fopen(path, "re");
	char *text;
	size_t len;

	*fault = (struct fault){ 0 };
	if (!file) {
		fault_set_errno(fault, errno, "cannot open %s", path);
		fault->kind = FAULT_USAGE;
		return false;
	}
	text = arena_alloc(invocation->arena, EXCLUDE_FILE_MAX + 1);
	len = fread(text, 1, EXCLUDE_FILE_MAX + 1, file);
	fclose(file);
	if (len > EXCLUDE_FILE_MAX)
		return fault_set(fault, FAULT_USAGE, "%s is over %d bytes", path, EXCLUDE_FILE_MAX);
	if (!ini_parse(invocation->arena, text, len, &ini, fault))
		return fault_prefix(fault, "%s", path);
	return fault->kind == FAULT_NONE;
}

static bool parse_exclusions(const struct invocation *invocation, struct selection *selection,
			     struct fault *fault)
{
	const struct option_values *ids = options_all(&invocation->options, OPTION_EXCLUDE);
	const struct option_values *files = options_all(&invocation->options, OPTION_EXCLUDE_FILE);

	for (size_t i = 0; i < ids->count; i++) {
		if (!organization_is_account_id(ids->items[i]))
			return fault_set(fault, FAULT_USAGE,
					 "--exclude %s: not an account id of twelve digits",
					 ids->items[i]);
		add_exclusion(invocation->arena, selection, ids->items[i], "--exclude");
	}
	for (size_t i = 0; i < files->count; i++)
		if (!read_exclude_file(invocation, files->items[i], selection, fault))
			return false;
	return true;
}

static bool check_words(const struct selection *selection, struct fault *fault)
{
	for (size_t i = 0; i < selection->id_count; i++)
		if (!organization_is_account_id(selection->ids[i]))
			return fault_set(fault, FAULT_USAGE,
					 "\"%s\" is not an account id of twelve digits",
					 selection->ids[i]);
	for (size_t i = 0; i < selection->tags->count; i++)
		if (!strchr(selection->tags->items[i], '='))
			return fault_set(fault, FAULT_USAGE, "--tag %s: expected KEY=VALUE",
					 selection->tags->items[i]);
	return true;
}

bool selection_parse(const struct invocation *invocation, size_t first_word, bool default_all,
		     struct selection *out_selection, struct fault *fault)
{
	const struct options *options = &invocation->options;
	struct selection selection = {
		.ids = invocation->arguments + first_word,
		.id_count = invocation->argument_count - first_word,
		.units = options_all(options, OPTION_OU),
		.tags = options_all(options, OPTION_TAG),
		.names = options_all(options, OPTION_NAME),
		.is_all = options_has(options, OPTION_ALL),
	};
	bool is_narrowed = selection.id_count > 0 || selection.units->count > 0;

	if (!check_words(&selection, fault))
		return false;
	if (selection.is_all && is_narrowed)
		return fault_set(fault, FAULT_USAGE,
				 "--all and single accounts or units exclude each other");
	if (!is_narrowed &&
	    (default_all || selection.tags->count > 0 || selection.names->count > 0))
		selection.is_all = true;
	if (!selection.is_all && !is_narrowed)
		return fault_set(fault, FAULT_USAGE,
				 "say which accounts: their ids, --ou, --tag, --name or --all");
	if (!parse_exclusions(invocation, &selection, fault))
		return false;
	*out_selection = selection;
	return true;
}
