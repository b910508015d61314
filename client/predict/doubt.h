/*
 * doubt.h - policies read where not everything about a request is known.
 *
 * Nobody knows beforehand from which address a root session will call, or
 * which bucket it will open. A statement that turns on such a thing is in
 * doubt. A document is therefore read twice: for the worst, as if every
 * doubtful Deny applied and no doubtful Allow; for the best, the other way
 * round. Where both come to the same verdict it is certain.
 */
#pragma once

#include "policy/context.h"
#include "policy/document.h"

enum doubt_view { DOUBT_WORST, DOUBT_BEST, DOUBT_VIEWS };

/* What is known of a request. */
struct doubt_facts {
	const struct policy_context *context; /* what is neither here nor in the table is unknown */
	const char *resource;                 /* its ARN; ends with "*" if the name is not known */
	bool is_name_unknown;                 /* of the resource: all behind its known beginning */
};

/*
 * The document as @view reads it. It is @document itself if nothing in it is
 * in doubt; statements keep their index, place and Sid.
 */
const struct policy_document *doubt_read(struct arena *arena,
					 const struct policy_document *document,
					 const struct doubt_facts *facts, enum doubt_view view);

/* What a statement turns on that is not known: "aws:SourceIp", "the name of the resource"; or NULL.
 */
const char *doubt_reason(const struct policy_statement *statement, const struct doubt_facts *facts);

/* Instead of a policy that could not be read: for the worst it denies all, for the best it allows.
 */
const struct policy_document *doubt_unread(enum doubt_view view);
