/*
 * namespaces.h - all worlds of one server, by name.
 *
 * Tests that run at the same time each have their own. A request chooses one
 * by its path, /_ns/NAME/..., which SDKs keep from the endpoint they are
 * given; without it a key that only one namespace has issued chooses that
 * one, and everything else is for the default namespace.
 */
#pragma once

#include "mock/namespace.h"
#include "wire/arena.h"
#include "wire/clock.h"

enum {
	NAMESPACES_MAX = 1000,
	NAMESPACE_NAME_MAX = 63,
	NAMESPACE_HOLDER_S = 30, /* in which who holds a namespace has to come */
	NAMESPACE_TTL_MAX_S = 7 * 24 * 3600,
};

#define NAMESPACE_PATH    "/_ns/"
#define NAMESPACE_DEFAULT "default"

struct namespaces;

struct namespaces_entry {
	struct namespace *space;
	char name[NAMESPACE_NAME_MAX + 1];
	int64_t begun_ms; /* of the clock of them all, as are the next two */
	int64_t ends_ms;  /* 0: it stays */
	uint64_t serial;  /* no other one of this server has it */
	bool is_held;     /* it ends with the last connection that holds it, */
	unsigned holders; /* of which there are so many; */
	int64_t due_ms;   /* the first one has to come by then */
};

/* A new one. */
struct namespaces_wanted {
	const char *name; /* small letters, digits and hyphens; NULL: one is made up */
	const char *from; /* the namespace it is a fork of; NULL: options->text */
	struct namespace_options options;
	int64_t ttl_s; /* 0: it stays */
	bool is_held;  /* it ends with the connection that holds it */
};

/*
 * @first becomes the default one; it is owned. @clock says when a namespace's
 * time is over; it is no world's own clock. Free with namespaces_free.
 */
struct namespaces *namespaces_new(struct namespace *first, struct clock clock);
void namespaces_free(struct namespaces *namespaces);

/* The namespace of that name, or NULL. */
struct namespaces_entry *namespaces_find(struct namespaces *namespaces, const char *name);

/*
 * The namespace that a request is for. *out_path is its path without the
 * prefix. NULL if the path names one that is not there.
 */
struct namespaces_entry *namespaces_choose(struct namespaces *namespaces, struct arena *arena,
					   const char *path, const char *access_key_id,
					   const char **out_path);

/* FAULT_INPUT: the name or the source is wrong; FAULT_REFUSED: there are too many. */
MUST_USE bool namespaces_add(struct namespaces *namespaces, const struct namespaces_wanted *wanted,
			     struct fault *fault, struct namespaces_entry **out_entry);

/* Ends one; false if it is the default one or not there. */
bool namespaces_remove(struct namespaces *namespaces, const char *name);

/* Ends those whose time is over. */
void namespaces_expire(struct namespaces *namespaces);

/* Shows each, in the order they were made. */
void namespaces_walk(const struct namespaces *namespaces,
		     void (*see)(void *context, const struct namespaces_entry *entry),
		     void *context);

/* Changes whenever one is made or ended. */
uint64_t namespaces_version(const struct namespaces *namespaces);

/*
 * Somebody listens to one from now on, and holds it if @holds.
 * FAULT_REFUSED: SERVER_STREAMS_MAX listen already; FAULT_INPUT: it was not
 * made to be held.
 */
MUST_USE bool namespaces_listen(struct namespaces *namespaces, struct namespaces_entry *entry,
				bool holds, struct fault *fault);

/* No more; the namespace, if it is still the same one, ends with the last one that held it. */
void namespaces_unlisten(struct namespaces *namespaces, const char *name, uint64_t serial,
			 bool held);

/* What the clock of them all shows. */
int64_t namespaces_now_ms(const struct namespaces *namespaces);

/* How many there are. */
size_t namespaces_count(const struct namespaces *namespaces);
