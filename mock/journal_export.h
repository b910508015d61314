/*
 * journal_export.h - the journal for other programs: as one JSON object, as
 * JSON lines, as an HTTP archive (HAR 1.2).
 *
 * journal_archive.h says what an archive has.
 */
#pragma once

#include "mock/journal.h"
#include "mock/journal_filter.h"

/* A form by its name, "json", "jsonl" or "har". */
struct journal_form;

/* NULL: there is no such form. */
const struct journal_form *journal_form_find(const char *name);

/* The media type of what is written. */
const char *journal_form_type(const struct journal_form *form);

/* Appends the filter's entries to @out, oldest first. @base_url is the server's, for archives. */
void journal_export(const struct journal *journal, const struct journal_form *form,
		    const struct journal_filter *filter, const char *base_url, struct buffer *out);
