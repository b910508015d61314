/*
 * journal_archive.h - an exchange as an entry of an HTTP archive (HAR 1.2).
 *
 * What developer tools of browsers read: both messages, without secrets, and
 * how long they took. The journal's whole entry is in it as `_mattock`.
 */
#pragma once

#include "mock/journal_message.h"

/* What an entry is made of. */
struct journal_archive_entry {
	const char *json; /* the journal's entry */
	size_t json_len;
	const char *base_url;                  /* of a request without a Host that can be shown */
	const struct journal_message *message; /* NULL: the messages are no longer kept */
};

/* What stands before the first entry and behind the last one. */
void journal_archive_begin(struct buffer *out);
void journal_archive_end(struct buffer *out);

/* Appends an entry; entries are separated by commas. */
void journal_archive_add(struct buffer *out, struct arena *arena,
			 const struct journal_archive_entry *entry);
