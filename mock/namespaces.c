#include "mock/namespaces.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mock/call.h"
#include "mock/caller.h"
#include "mock/database.h"
#include "mock/server.h"

struct namespaces {
	struct namespaces_entry *entries[NAMESPACES_MAX]; /* the first is the default one */
	size_t count;
	uint64_t named;   /* names made up so far */
	uint64_t serial;  /* the last one given */
	uint64_t version; /* changes with what is here */
	size_t listeners;
	struct clock clock;
};

int64_t namespaces_now_ms(const struct namespaces *namespaces)
{
	return clock_now_ms(&namespaces->clock);
}

static struct namespaces_entry *add_entry(struct namespaces *namespaces, const char *name,
					  struct namespace *space)
{
	struct namespaces_entry *entry = calloc(1, sizeof(*entry));

	if (!entry)
		abort();
	entry->space = space;
	entry->begun_ms = namespaces_now_ms(namespaces);
	entry->serial = ++namespaces->serial;
	namespaces->version++;
	snprintf(entry->name, sizeof(entry->name), "%s", name);
	namespaces->entries[namespaces->count++] = entry;
	return entry;
}

struct namespaces *namespaces_new(struct namespace *first, struct clock clock)
{
	struct namespaces *namespaces = calloc(1, sizeof(*namespaces));

	if (!namespaces)
		abort();
	namespaces->clock = clock;
	add_entry(namespaces, NAMESPACE_DEFAULT, first);
	return namespaces;
}

static void free_entry(struct namespaces_entry *entry)
{
	namespace_close(entry->space);
	free(entry);
}

void namespaces_free(struct namespaces *namespaces)
{
	if (!namespaces)
		return;
	for (size_t i = 0; i < namespaces->count; i++)
		free_entry(namespaces->entries[i]);
	free(namespaces);
}

/* The place of a name among the entries; their count if it is not there. */
static size_t place_of(const struct namespaces *namespaces, const char *name)
{
	size_t at = 0;

	while (at < namespaces->count && strcmp(namespaces->entries[at]->name, name) != 0)
		at++;
	return at;
}

struct namespaces_entry *namespaces_find(struct namespaces *namespaces, const char *name)
{
	size_t at = place_of(namespaces, name);

	return at < namespaces->count ? namespaces->entries[at] : NULL;
}

static bool has_issued(const struct namespaces_entry *entry, struct arena *arena,
		       const char *access_key_id)
{
	struct call call = { .arena = arena, .database = entry->space->database };
	struct caller caller;
	bool is_found;

	database_begin(entry->space->database);
	is_found = caller_find(&call, access_key_id, &caller);
	database_rollback(entry->space->database);
	return is_found;
}

/* The default one's keys come first: forks have them too. */
static struct namespaces_entry *choose_by_key(struct namespaces *namespaces, struct arena *arena,
					      const char *access_key_id)
{
	struct namespaces_entry *found = NULL;

	if (!access_key_id || namespaces->count == 1)
		return namespaces->entries[0];
	for (size_t i = 0; i < namespaces->count; i++) {
		if (!has_issued(namespaces->entries[i], arena, access_key_id))
			continue;
		if (i == 0)
			return namespaces->entries[0];
		if (found) /* of several none is meant */
			return namespaces->entries[0];
		found = namespaces->entries[i];
	}
	return found ? found : namespaces->entries[0];
}

struct namespaces_entry *namespaces_choose(struct namespaces *namespaces, struct arena *arena,
					   const char *path, const char *access_key_id,
					   const char **out_path)
{
	const char *name, *end;

	*out_path = path;
	if (strncmp(path, NAMESPACE_PATH, strlen(NAMESPACE_PATH)) != 0)
		return choose_by_key(namespaces, arena, access_key_id);
	name = path + strlen(NAMESPACE_PATH);
	end = name + strcspn(name, "/");
	*out_path = *end ? end : "/";
	return namespaces_find(namespaces, arena_strndup(arena, name, (size_t)(end - name)));
}

static bool is_name(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len <= NAMESPACE_NAME_MAX && text[0] != '-' &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static bool name_is_good(struct namespaces *namespaces, const char *name, struct fault *fault)
{
	if (!is_name(name))
		return fault_set(fault, FAULT_INPUT,
				 "a namespace's name is 1 to %d small letters, digits and hyphens",
				 NAMESPACE_NAME_MAX);
	return !namespaces_find(namespaces, name) ||
	       fault_set(fault, FAULT_INPUT, "there is a namespace %s already", name);
}

static bool open_space(struct namespaces *namespaces, const struct namespaces_wanted *wanted,
		       struct fault *fault, struct namespace **out_space)
{
	const struct namespaces_entry *from;

	if (!wanted->from)
		return namespace_open(&wanted->options, fault, out_space);
	from = namespaces_find(namespaces, wanted->from);
	if (!from)
		return fault_set(fault, FAULT_INPUT, "there is no namespace %s to be a fork of",
				 wanted->from);
	return namespace_fork(from->space, &wanted->options, fault, out_space);
}

bool namespaces_add(struct namespaces *namespaces, const struct namespaces_wanted *wanted,
		    struct fault *fault, struct namespaces_entry **out_entry)
{
	char made_up[NAMESPACE_NAME_MAX + 1];
	const char *name = wanted->name;
	struct namespace *space;

	if (namespaces->count == NAMESPACES_MAX)
		return fault_set(fault, FAULT_REFUSED,
				 "there are %d namespaces, which is the most; end one first",
				 NAMESPACES_MAX);
	while (!name || (!wanted->name && namespaces_find(namespaces, name))) {
		snprintf(made_up, sizeof(made_up), "ns-%llu",
			 (unsigned long long)++namespaces->named);
		name = made_up;
	}
	if (!name_is_good(namespaces, name, fault) ||
	    !open_space(namespaces, wanted, fault, &space))
		return false;
	*out_entry = add_entry(namespaces, name, space);
	if (wanted->ttl_s)
		(*out_entry)->ends_ms = (*out_entry)->begun_ms + wanted->ttl_s * 1000;
	(*out_entry)->is_held = wanted->is_held;
	(*out_entry)->due_ms = (*out_entry)->begun_ms + NAMESPACE_HOLDER_S * 1000;
	return true;
}

static void remove_at(struct namespaces *namespaces, size_t at)
{
	free_entry(namespaces->entries[at]);
	namespaces->version++;
	namespaces->count--;
	memmove(&namespaces->entries[at], &namespaces->entries[at + 1],
		(namespaces->count - at) * sizeof(namespaces->entries[0]));
}

bool namespaces_remove(struct namespaces *namespaces, const char *name)
{
	size_t at = place_of(namespaces, name);

	if (at == 0 || at == namespaces->count)
		return false;
	remove_at(namespaces, at);
	return true;
}

static bool is_over(const struct namespaces_entry *entry, int64_t now)
{
	return (entry->ends_ms && now >= entry->ends_ms) ||
	       (entry->is_held && !entry->holders && now >= entry->due_ms);
}

void namespaces_expire(struct namespaces *namespaces)
{
	size_t at = 1;

	while (at < namespaces->count) {
		if (is_over(namespaces->entries[at], namespaces_now_ms(namespaces)))
			remove_at(namespaces, at);
		else
			at++;
	}
}

void namespaces_walk(const struct namespaces *namespaces,
		     void (*see)(void *context, const struct namespaces_entry *entry),
		     void *context)
{
	for (size_t i = 0; i < namespaces->count; i++)
		see(context, namespaces->entries[i]);
}

uint64_t namespaces_version(const struct namespaces *namespaces)
{
	return namespaces->version;
}

bool namespaces_listen(struct namespaces *namespaces, struct namespaces_entry *entry, bool holds,
		       struct fault *fault)
{
	if (namespaces->listeners == SERVER_STREAMS_MAX)
		return fault_set(fault, FAULT_REFUSED,
				 "there are %d streams, which is the most; end one first",
				 SERVER_STREAMS_MAX);
	if (holds && !entry->is_held)
		return fault_set(
			fault, FAULT_INPUT,
			"the namespace %s was not made to be held: it needs \"holder\": true",
			entry->name);
	entry->holders += holds;
	namespaces->listeners++;
	return true;
}

void namespaces_unlisten(struct namespaces *namespaces, const char *name, uint64_t serial,
			 bool held)
{
	size_t at = place_of(namespaces, name);

	namespaces->listeners--;
	if (!held || at == namespaces->count || namespaces->entries[at]->serial != serial)
		return;
	if (--namespaces->entries[at]->holders == 0)
		remove_at(namespaces, at);
}

size_t namespaces_count(const struct namespaces *namespaces)
{
	return namespaces->count;
}
