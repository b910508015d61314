/*
 * journal_entry.h - one request of the journal as JSON.
 *
 * Only journal.c uses this.
 */
#pragma once

#include "mock/exchange.h"
#include "wire/buffer.h"

enum { JOURNAL_NAME_MAX = 96 };

/*
 * Fills @out_json, in the exchange's arena, with the entry. Without
 * @has_details parameters and signature texts are left out.
 */
void journal_entry_write(const struct exchange *exchange, uint64_t number, bool has_details,
			 struct buffer *out_json);

/* The name an entry is found by: "iam:GetUser", or "" if the operation is not known. */
void journal_entry_operation(const struct exchange *exchange, size_t size, char *out_text);
