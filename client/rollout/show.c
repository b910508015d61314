#include "client/rollout/show.h"

#include <string.h>

#include "wire/buffer.h"
#include "wire/clock.h"

static const char *day(struct arena *arena, int64_t ms)
{
	char text[CLOCK_ISO_LEN + 1];

	clock_format_iso(ms, text);
	return arena_strndup(arena, text, strlen("2026-11-23"));
}

static void add_fact(struct buffer *facts, const char *fact)
{
	if (facts->len)
		buffer_add_text(facts, ", ");
	buffer_add_text(facts, fact);
}

static void add_usage(struct arena *arena, const struct credential *credential,
		      struct buffer *facts)
{
	if (credential->usage == USAGE_NEVER) {
		add_fact(facts, "never used");
		return;
	}
	if (credential->usage == USAGE_UNKNOWN) {
		add_fact(facts, "last use unknown");
		return;
	}
	add_fact(facts, arena_printf(arena, "last used %s", day(arena, credential->used_ms)));
	if (credential->used_service)
		buffer_printf(facts, " (%s, %s)", credential->used_service,
			      credential->used_region ? credential->used_region : "-");
}

const char *show_credential_facts(struct arena *arena, const struct credential *credential)
{
	struct buffer facts;

	buffer_init(&facts, arena, 100);
	if (credential->status)
		add_fact(&facts, credential->status);
	if (credential->mfa_kind)
		add_fact(&facts, credential->mfa_kind);
	if (credential->created_ms)
		add_fact(&facts,
			 arena_printf(arena, "since %s", day(arena, credential->created_ms)));
	if (credential->kind == CREDENTIAL_ACCESS_KEY || credential->kind == CREDENTIAL_PASSWORD)
		add_usage(arena, credential, &facts);
	return facts.data;
}

const char *show_credential_name(struct arena *arena, const struct credential *credential)
{
	const char *kind = credential_kind_names[credential->kind].one;
	const char *id = credential->id;

	if (!id)
		return kind;
	/* The account is said already: of an ARN only what names the device is shown. */
	if (!strncmp(id, "arn:", 4) && strrchr(id, ':')[1])
		id = strrchr(id, ':') + 1;
	return arena_printf(arena, "%s %s", kind, id);
}

const char *show_count(struct arena *arena, size_t count, const char *one, const char *many)
{
	return arena_printf(arena, "%zu %s", count, count == 1 ? one : many);
}
