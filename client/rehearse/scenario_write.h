/*
 * scenario_write.h - an organization as a scenario file that mattockd loads.
 *
 * No e-mail address and no secret goes into it. What is not known stands in
 * its list "unknown"; a mock cannot know it, but whoever reads a rehearsal can.
 */
#pragma once

#include "client/rehearse/inventory.h"
#include "client/rehearse/pseudonym.h"

struct scenario_source {
	struct inventory *inventory;
	const struct json_value **audited; /* accounts of an audit, by id; NULL: none was made */
	size_t audited_count;
	const struct pseudonyms *pseudonyms; /* NULL: names and ids stay */
	int64_t taken_ms;
};

/* Takes the accounts of an audit's JSON. FAULT_INPUT if it does not have its form. */
MUST_USE bool scenario_take_audit(struct scenario_source *source, const struct json_value *audit,
				  struct fault *fault);

/*
 * Adds to the inventory's gaps what the audit does not know of root
 * credentials. FAULT_INPUT if the audit's file does not have its form.
 */
MUST_USE bool scenario_note_credentials(const struct scenario_source *source, struct fault *fault);

/* The text of the file. FAULT_INPUT if the audit's file does not have its form. */
MUST_USE bool scenario_text(struct arena *arena, const struct scenario_source *source,
			    char **out_text, struct fault *fault);

/* The account's part of an audit, or NULL. */
const struct json_value *scenario_audit_account(const struct scenario_source *source,
						const char *account_id);

/* The member "root" of the account, from its part of the audit; nothing if that was not looked at.
 */
MUST_USE bool scenario_write_root(const struct scenario_source *source,
				  const struct json_value *account, struct json_writer *json,
				  struct fault *fault);
