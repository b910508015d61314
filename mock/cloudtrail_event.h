/*
 * cloudtrail_event.h - an entry of the journal as one of CloudTrail's events.
 *
 * Only cloudtrail.c uses this.
 */
#pragma once

#include "model/api.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

/* An entry on its way to be an event. Texts live in the arena. */
struct cloudtrail_event {
	struct arena *arena;
	struct json_writer *json;
	const struct json_value *entry, *principal;
	const struct api_operation *operation;
	const char *request_id, *id;
	const char *owner; /* the account whose trail it is in, if that is not the caller's */
};

/* An event's id, made of any text, so that a run repeats. */
const char *cloudtrail_event_id(struct arena *arena, const char *text);

/* "iam.amazonaws.com" */
const char *cloudtrail_event_source(const struct cloudtrail_event *event);

/*
 * The caller's name as LookupEvents knows it: of a user, of a role's session,
 * or "root". NULL: it has none.
 */
const char *cloudtrail_event_username(const struct cloudtrail_event *event);

/*
 * The account that has a second event of the same call in its trail, as it
 * owns the role that was assumed (documented); NULL: there is none.
 */
const char *cloudtrail_event_owner(const struct cloudtrail_event *event);

/* Writes the event. */
void cloudtrail_event_write(const struct cloudtrail_event *event);
