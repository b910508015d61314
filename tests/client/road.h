/*
 * road.h - the program `mattock` against a mattockd of its own.
 */
#pragma once

#include "scenarios/process.h"
#include "wire/arena.h"

/* How far the organization is when the program runs. */
enum road_stage {
	ROAD_ALONE,        /* an account in no organization */
	ROAD_ORGANIZATION, /* an organization without members, everything off */
	ROAD_MEMBERS,      /* and members: payments in Workloads/Prod, legacy-erp at the root */
};

struct road {
	struct arena *arena;
	int pid, output; /* of the server */
	const char *url;
	const char *payments, *legacy; /* account ids, from ROAD_MEMBERS on */
	const char *folder;
	const char *config;  /* a configuration with the profiles of road.c */
	const char *exclude; /* an exclude file that names payments and legacy */
};

/* Starts the server and brings it to @stage; ends the test program if it cannot. */
void road_start(struct road *road, struct arena *arena, enum road_stage stage);
void road_stop(struct road *road);

/*
 * Runs `mattock` with @words (NULL-terminated), in which {payments}, {legacy},
 * {url}, {config} and {exclude} stand for what they name, and with @variables ("NAME=value",
 * NULL-terminated, or NULL: the administrator's key and the server's URL).
 */
void road_run(const struct road *road, const char *const *words, const char *const *variables,
	      struct process_result *out_result);

/* @text with what stands in braces replaced. */
const char *road_text(const struct road *road, const char *text);
