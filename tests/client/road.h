/*
 * road.h - the program `mattock` against a mattockd of its own.
 */
#pragma once

#include "client/process.h"
#include "wire/arena.h"

/* What the server begins with. The management account is 123456789012. */
enum road_stage {
	ROAD_ALONE,        /* an account in no organization */
	ROAD_ORGANIZATION, /* an organization without members, everything off */
	ROAD_MEMBERS,      /* the members below; trust and credentials management on */
};

#define ROAD_PAYMENTS "111122223333" /* in Workloads/Prod, tagged env=prod */
#define ROAD_LEGACY   "222233334444" /* "=legacy, erp", at the root */
#define ROAD_CLOSED   "333344445555" /* SUSPENDED */
#define ROAD_SECURITY "444455556666" /* delegated administrator */

struct road {
	struct arena *arena;
	int pid, output; /* of the server */
	const char *url;
	const char *folder;
	/* Profiles admin, nobody (allowed nothing), delegate, root, member, stranger. */
	const char *config;
	const char *exclude; /* an exclude file that names payments and legacy */
};

/* Starts the server; ends the test program if it cannot. */
void road_start(struct road *road, struct arena *arena, enum road_stage stage);
void road_stop(struct road *road);

/*
 * Runs `mattock` with @words (NULL-terminated), in which {url}, {config} and
 * {exclude} stand for what they name, and with @variables ("NAME=value",
 * NULL-terminated, or NULL: the administrator's key and the server's URL).
 */
void road_run(const struct road *road, const char *const *words, const char *const *variables,
	      struct process_result *out_result);

/* @text with what stands in braces replaced. */
const char *road_text(const struct road *road, const char *text);
