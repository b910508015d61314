#include "mock/organizations/page.h"

#include <stdlib.h>
#include <string.h>

#include "mock/organizations/refusal.h"
#include "wire/digest.h"
#include "wire/encoding.h"

/* AWS's default is not documented; the largest page is what it is seen to give (assumed). */
enum { PAGE_ITEMS = 20, SEAL_LEN = 16 };

/* The first digits of a digest over what the token is bound to and what it carries. */
static void seal(struct call *call, const char *scope, const char *key, char out_seal[SEAL_LEN])
{
	const char *text =
		arena_printf(call->arena, "%s\n%s\n%s", call->operation->name, scope, key);
	char hex[SHA256_HEX_LEN + 1];

	sha256_hex(text, strlen(text), hex);
	memcpy(out_seal, hex, SEAL_LEN);
}

/* The sort key in a token, or NULL. */
static const char *open_token(struct call *call, const char *token, const char *scope)
{
	uint8_t *bytes = NULL;
	size_t len = 0;
	char expected[SEAL_LEN];

	if (!base64_decode(call->arena, token, strlen(token), &bytes, &len) || len <= SEAL_LEN ||
	    memchr(bytes, '\0', len))
		return NULL;
	const char *key = (const char *)bytes + SEAL_LEN;

	seal(call, scope, key, expected);
	return memcmp(bytes, expected, SEAL_LEN) == 0 ? key : NULL;
}

bool page_open(struct call *call, const char *token, struct api_integer max_results,
	       const char *scope, struct page *out_page)
{
	const char *after = token ? open_token(call, token, scope) : "";

	if (!after) {
		refuse_input(call, "INVALID_NEXT_TOKEN");
		return false;
	}
	*out_page = (struct page){
		.limit = (max_results.is_set ? max_results.value : PAGE_ITEMS) + 1,
		.after = after,
		.scope = scope,
	};
	return true;
}

bool page_cut(const struct page *page, size_t *count)
{
	if (*count < (size_t)page->limit)
		return false;
	*count = (size_t)page->limit - 1;
	return true;
}

const char *page_token(struct call *call, const struct page *page, const char *key)
{
	char text[SEAL_LEN + 1] = { 0 };

	seal(call, page->scope, key, text);
	const char *token = arena_printf(call->arena, "%s%s", text, key);

	return base64_encode(call->arena, token, strlen(token));
}

size_t page_rows(struct call *call, struct page *page, const char *sql,
		 const struct database_row *form, void *out_rows)
{
	char **rows = out_rows;
	size_t count = database_rows(call, sql,
				     DATABASE_VALUES(database_text("scope", page->scope),
						     database_text("after", page->after),
						     database_integer("limit", page->limit)),
				     form, rows);

	if (page_cut(page, &count)) {
		const char *last = *rows + (count - 1) * form->size;

		page->next_token = page_token(call, page, *(const char *const *)(const void *)last);
	}
	return count;
}

const char *page_token_number(struct call *call, const struct page *page, int64_t key)
{
	return page_token(call, page, arena_printf(call->arena, "%lld", (long long)key));
}

int64_t page_number(const struct page *page)
{
	return strtoll(page->after, NULL, 10);
}
