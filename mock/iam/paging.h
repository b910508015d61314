/*
 * paging.h - Marker and MaxItems of IAM's lists.
 *
 * AWS has two forms. Most markers are opaque: ours name the operation and the
 * last key answered, with a check sum, so that a text that is not one of ours
 * is refused as AWS refuses it. Lists of tags and of virtual MFA devices use
 * the number of items already answered (recorded).
 */
#pragma once

#include "mock/iam/iam.h"

/* One page of a list. */
struct iam_page {
	const char *after; /* opaque: the last key of the page before; "" at the start */
	int64_t offset;    /* numbered: items already answered */
	int64_t fetch;     /* rows to ask the database for: one more than fit */
	bool is_numbered;
	struct api_boolean is_truncated;
	const char *marker; /* of the next page, or NULL */
};

/*
 * Reads what the request says. MaxItems is 100 when absent (documented).
 * A marker that is not ours fails with ValidationError "Invalid Marker." (recorded).
 */
enum api_status iam_page_open(struct call *call, const char *marker, struct api_integer max_items,
			      struct iam_page *out_page);
enum api_status iam_page_open_numbered(struct call *call, const char *marker,
				       struct api_integer max_items, struct iam_page *out_page);

/*
 * Cuts @count to what fits and decides the marker. Rows of an opaque page
 * begin with their key, a const char *.
 */
void iam_page_close(struct call *call, struct iam_page *page, const void *rows, size_t row_size,
		    size_t *count);

/* A page of a list that is an array. */
struct iam_slice {
	const char *scope; /* given: names the list, "JOB ORDER" */
	size_t total;      /* given: items in it */
	size_t from, count;
	struct api_boolean is_truncated;
	const char *marker; /* of the next page, or NULL */
};

/*
 * Fills the rest of a slice from what the request says. A marker is good for
 * the list that the scope names; one of another list is InvalidInput (recorded).
 */
enum api_status iam_page_slice(struct call *call, const char *marker, struct api_integer max_items,
			       struct iam_slice *slice);

/* Opens the page of a request that has Marker and MaxItems. */
#define IAM_PAGE_OPEN(page) IAM_TRY(iam_page_open(call, in->marker, in->max_items, &(page)))
#define IAM_PAGE_OPEN_NUMBERED(page) \
	IAM_TRY(iam_page_open_numbered(call, in->marker, in->max_items, &(page)))

/* Closes the page over an array of rows and writes IsTruncated and Marker. */
#define IAM_PAGE_CLOSE(page, rows, count)                                           \
	do {                                                                        \
		iam_page_close(call, &(page), (rows), sizeof((rows)[0]), &(count)); \
		out->is_truncated = (page).is_truncated;                            \
		out->marker = (page).marker;                                        \
	} while (0)
