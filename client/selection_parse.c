#include <string.h>

#include "client/selection.h"
#include "client/selection_ids.h"

static bool parse_exclusions(const struct invocation *invocation, struct selection *selection,
			     struct fault *fault)
{
	const struct option_values *ids = options_all(&invocation->options, OPTION_EXCLUDE);

	exceptions_init(&selection->exclusions, invocation->arena, EXCEPTIONS_ACCOUNTS);
	for (size_t i = 0; i < ids->count; i++) {
		if (!organization_is_account_id(ids->items[i]))
			return fault_set(fault, FAULT_USAGE,
					 "--exclude %s: not an account id of twelve digits",
					 ids->items[i]);
		exceptions_add(&selection->exclusions, ids->items[i], "--exclude");
	}
	return exceptions_read(&selection->exclusions, &invocation->options, OPTION_EXCLUDE_FILE,
			       fault);
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

/* Whether every account is meant, and whether any is. */
static bool choose_all(const struct options *options, bool default_all, struct selection *selection,
		       struct fault *fault)
{
	/* A file chooses those it names, and nobody if it names none. */
	bool is_narrowed = selection->id_count > 0 || selection->units->count > 0 ||
			   options_has(options, OPTION_ACCOUNTS_FILE);
	bool has_filter = selection->tags->count > 0 || selection->names->count > 0 ||
			  selection->states->count > 0;

	if (selection->is_all && is_narrowed)
		return fault_set(fault, FAULT_USAGE,
				 "--all and single accounts or units exclude each other");
	if (is_narrowed || selection->is_all)
		return true;
	selection->is_all = default_all || has_filter;
	if (selection->is_all)
		return true;
	return fault_set(fault, FAULT_USAGE,
			 "say which accounts: their ids, --ou, --tag, --name, --state or --all");
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
		.states = options_all(options, OPTION_STATE),
		.is_all = options_has(options, OPTION_ALL),
		.allows_empty = options_has(options, OPTION_ALLOW_EMPTY),
	};

	if (!check_words(&selection, fault) || !selection_read_ids(invocation, &selection, fault) ||
	    !choose_all(options, default_all, &selection, fault))
		return false;
	if (!parse_exclusions(invocation, &selection, fault))
		return false;
	*out_selection = selection;
	return true;
}
