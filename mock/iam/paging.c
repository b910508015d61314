#include "mock/iam/paging.h"

#include <stdlib.h>
#include <string.h>

#include "wire/digest.h"
#include "wire/encoding.h"

enum { PAGE_DEFAULT = 100, CHECK_LEN = 16 };

/* The check sum of a key, in the operation it belongs to. */
static const char *page_check(struct call *call, const char *key)
{
	const char *text = arena_printf(call->arena, "%s %s", call->operation->name, key);
	char hex[SHA256_HEX_LEN + 1];
	sha256_hex(text, strlen(text), hex);
	return arena_strndup(call->arena, hex, CHECK_LEN);
}

static const char *page_marker(struct call *call, const char *key)
{
	const char *text = arena_printf(call->arena, "%s%s", page_check(call, key), key);
	return base64_encode(call->arena, text, strlen(text));
}

/* The key in a marker, or NULL if it is not one of this operation's. */
static const char *page_key(struct call *call, const char *marker)
{
	uint8_t *data = NULL;
	size_t len = 0;
	if (!base64_decode(call->arena, marker, strlen(marker), &data, &len) || len <= CHECK_LEN)
		return NULL;
	const char *text = arena_strndup(call->arena, (const char *)data, len);
	const char *key = text + CHECK_LEN;
	if (strlen(text) != len || strncmp(text, page_check(call, key), CHECK_LEN) != 0)
		return NULL;
	return key;
}

static enum api_status invalid_marker(struct call *call)
{
	return call_fail_common(call, 400, "ValidationError", "Invalid Marker.");
}

static int64_t page_fetch(struct api_integer max_items)
{
	return (max_items.is_set ? max_items.value : PAGE_DEFAULT) + 1;
}

enum api_status iam_page_open(struct call *call, const char *marker, struct api_integer max_items,
			      struct iam_page *out_page)
{
	*out_page = (struct iam_page){ .after = "", .fetch = page_fetch(max_items) };
	if (!marker)
		return API_OK;
	out_page->after = page_key(call, marker);
	return out_page->after ? API_OK : invalid_marker(call);
}

enum api_status iam_page_open_numbered(struct call *call, const char *marker,
				       struct api_integer max_items, struct iam_page *out_page)
{
	char *end = NULL;

	*out_page = (struct iam_page){ .is_numbered = true, .fetch = page_fetch(max_items) };
	if (!marker)
		return API_OK;
	out_page->offset = strtoll(marker, &end, 10);
	bool is_number = end != marker && !*end && out_page->offset >= 0;
	return is_number ? API_OK : invalid_marker(call);
}

void iam_page_close(struct call *call, struct iam_page *page, const void *rows, size_t row_size,
		    size_t *count)
{
	size_t limit = (size_t)(page->fetch - 1);

	page->is_truncated = api_boolean(*count > limit);
	if (*count <= limit)
		return;
	*count = limit;
	if (page->is_numbered) {
		page->marker = arena_printf(call->arena, "%lld",
					    (long long)(page->offset + (int64_t)limit));
		return;
	}
	const char *const *key = (const void *)((const char *)rows + (limit - 1) * row_size);
	page->marker = page_marker(call, *key);
}

enum api_status iam_page_slice(struct call *call, const char *marker, struct api_integer max_items,
			       struct iam_slice *slice)
{
	struct iam_page page;
	size_t scope_len = strlen(slice->scope);

	slice->from = 0;
	slice->is_truncated = api_boolean(false);
	slice->marker = NULL;
	IAM_TRY(iam_page_open(call, marker, max_items, &page));
	if (marker &&
	    (strncmp(page.after, slice->scope, scope_len) != 0 || page.after[scope_len] != ' '))
		return call_fail_common(call, 400, "InvalidInput",
					"The marker passed in the request was invalid.");
	if (marker)
		slice->from = strtoull(page.after + scope_len, NULL, 10);
	if (slice->from > slice->total)
		slice->from = slice->total;
	slice->count = slice->total - slice->from;
	if (slice->count < (size_t)page.fetch)
		return API_OK;
	slice->count = (size_t)page.fetch - 1;
	slice->is_truncated = api_boolean(true);
	slice->marker = page_marker(call, arena_printf(call->arena, "%s %zu", slice->scope,
						       slice->from + slice->count));
	return API_OK;
}
