/*
 * stay.h - a namespace, or a server, that outlives the command that made it:
 * what `mattock env` begins and `mattock env --end` ends.
 *
 * A private folder holds the credentials file and env.json, which says what
 * there is to end. MATTOCK_ENV names the folder.
 */
#pragma once

#include "client/rehearse/server.h"

#define STAY_VARIABLE "MATTOCK_ENV"

/* What is to be begun. */
struct stay_wanted {
	const char *endpoint;      /* of a server that runs; NULL: one is started */
	const char *scenario;      /* path; NULL: the default account */
	const char *name;          /* of the namespace; NULL: one is made up */
	const char *control_token; /* path of the file; NULL: none is needed */
	const char *ca_bundle;     /* path; NULL: the system's */
	int64_t ttl_s;             /* of the namespace; 0: until it is ended */
};

struct stay {
	const char *folder;
	const char *region; /* the first one of the scenario's partition */
	struct server server;
};

/* Begins it; on failure nothing is left. Strings live in @arena. */
MUST_USE bool stay_begin(struct arena *arena, const struct stay_wanted *wanted,
			 struct stay *out_stay, struct fault *fault);

/* Ends what stands in the folder, and removes it. One that has ended by itself is no fault. */
MUST_USE bool stay_end(struct arena *arena, const char *folder, struct fault *fault);
