/*
 * journal_entry.h - one request of the journal, as a record and as JSON.
 *
 * A record is written while the request waits, so it is plain bytes: numbers
 * and texts without secrets. It becomes JSON when somebody reads the journal.
 * Only journal.c uses this.
 */
#pragma once

#include "mock/exchange.h"
#include "wire/buffer.h"
#include "wire/json_writer.h"

enum { JOURNAL_NAME_MAX = 96 };

/*
 * Fills @out_record, in the exchange's arena. Without @has_details parameters
 * and signature texts are left out.
 */
void journal_entry_write(const struct exchange *exchange, bool has_details,
			 struct buffer *out_record);

/* Writes the members of a record into the open object. */
void journal_entry_show(struct json_writer *json, uint64_t number, const char *record);

/* The name an entry is found by: "iam:GetUser", or "" if the operation is not known. */
void journal_entry_operation(const struct exchange *exchange, size_t size, char *out_text);
