/*
 * protection.h - what keeps others out: TLS, and the token of the control interface.
 *
 * On the loopback interface neither is needed. Where other machines reach the
 * server both are, unless its owner says that they may read and change all.
 */
#pragma once

#include "mock/listener.h"
#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

enum { PROTECTION_TOKEN_MIN = 16, PROTECTION_TOKEN_MAX = 512 };

/* What was asked for. Files may be NULL. */
struct protection_wish {
	bool is_self_made;             /* make a certificate */
	const char *certificate, *key; /* files in the form of PEM */
	const char *token;             /* a file whose first line is the token */
	bool is_insecure;              /* do without, wherever it listens */
};

/* In memory; wipe the arena it was made in. */
struct protection {
	const char *certificate, *key; /* PEM; NULL: no TLS */
	const char *authority;         /* PEM, of a certificate we made; otherwise NULL */
	const char *token;             /* NULL: none is asked for */
};

/*
 * Reads and makes what is wished. FAULT_REFUSED if other machines reach
 * @place and something is missing; FAULT_USAGE or FAULT_SYSTEM for files.
 */
MUST_USE bool protection_open(struct arena *arena, const struct protection_wish *wish,
			      const struct listener_place *place, struct fault *fault,
			      struct protection *out_protection);

/* What is given up at @place, a sentence for people; NULL if nothing is. */
const char *protection_gap(const struct protection *protection, const struct listener_place *place);

/* Whether "Bearer TOKEN" holds the token, in a time that does not tell how much of it is right. */
bool protection_admits(const char *token, const char *authorization);
