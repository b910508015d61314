/*
 * options.h - the command line of mattockd.
 */
#pragma once

#include "mock/protection.h"
#include "wire/base.h"
#include "wire/fault.h"

enum options_action {
	OPTIONS_SERVE,
	OPTIONS_CHECK, /* the scenario alone */
	OPTIONS_HELP,
	OPTIONS_VERSION,
	OPTIONS_COVERAGE
};

/* Texts are borrowed from argv. */
struct options {
	enum options_action action;
	const char *scenario;         /* a file, or NULL */
	const char *address;          /* to listen on: a numeric IP address without brackets */
	const char *ready_file;       /* or NULL */
	const char *credentials_file; /* or NULL */
	const char *state;            /* a file, or NULL: in memory */
	const char *tls_ca_file;      /* or NULL */
	struct protection_wish protection;
	uint16_t port;
	bool has_address; /* --listen was given */
	bool has_seed;
	bool has_clock; /* --clock was given; it wins over the scenario's */
	bool is_clock_fixed;
	uint64_t seed;
	int64_t now_ms; /* when the clock is fixed */
};

/* Reads the command line; a fault of FAULT_USAGE says what is wrong with it. May cut argv's texts.
 */
MUST_USE bool options_read(int argc, char **argv, struct fault *fault, struct options *out_options);

/* What --help prints. */
extern const char options_help[];
