/*
 * rule.h - a fault rule: which requests it is for, and what it does to them.
 *
 * Everything a rule is made of lives in its own arena. The JSON form is in
 * docs/scenarios.md; a scenario's section and the control interface read the
 * same.
 */
#pragma once

#include "mock/scenario/reader.h"
#include "model/api.h"
#include "policy/match.h"
#include "wire/arena.h"
#include "wire/base.h"

struct exchange;
struct injection_action;

enum {
	INJECTION_RULES_MAX = 1000,
	INJECTION_PATTERNS_MAX = 100, /* in one list */
	INJECTION_PATTERN_LEN_MAX = 2048,
};

/* Patterns of which one must match; count 0: not asked for. */
struct injection_patterns {
	struct policy_pattern *items;
	size_t count;
};

/* A header field that must be there with such a value. */
struct injection_header {
	const char *name;
	struct policy_pattern pattern;
};

struct injection_match {
	struct injection_patterns services, operations; /* "iam", "iam:Delete*" */
	struct injection_patterns accounts;             /* of the caller: a root session's member */
	struct injection_patterns principals, targets, regions;
	struct injection_header *headers;
	size_t header_count;
	int64_t nth, every, after; /* of the requests that match all the above; 0: not asked for */
	double probability;        /* 0 to 1 */
};

struct injection_rule {
	struct injection_rule *next;
	struct arena arena;
	const char *name;
	const char *form; /* the rule as JSON, as it was given */
	struct injection_match match;
	const struct injection_action *action;
	void *parameters; /* of the action: its own struct */
	int64_t times;    /* how often it fires at most; 0: any number */
	int64_t ttl_ms;   /* how long it is there; 0: always */
	bool uses_clock;  /* time is the namespace's clock; otherwise real time that passes */
	bool is_of_scenario;
	bool is_off; /* of a scenario's rule: deleted until the next reset */

	/* What happened so far. */
	int64_t begins_ms;
	uint64_t matched, fired;
};

/*
 * Reads one rule; @number is its place, for the name of one without. The
 * fault names the place in the document. Free with injection_rule_free.
 */
MUST_USE bool injection_rule_read(struct reader *reader, const struct json_value *value,
				  size_t number, struct injection_rule **out_rule);

/* NULL is allowed. */
void injection_rule_free(struct injection_rule *rule);

/* Whether the rule is for such an operation, whoever calls it. */
bool injection_match_operation(const struct injection_match *match,
			       const struct api_operation *operation);

/* Whether some operation that the rule is for holds; with @holds NULL: whether there is one. */
bool injection_match_any(const struct injection_match *match,
			 bool (*holds)(const struct api_operation *operation, const void *context),
			 const void *context);

/* Whether the rule is for this request; what counts and chance say is not asked. */
bool injection_match_request(const struct injection_match *match, const struct exchange *exchange);

/* Whether the rule is for a request whose caller and input are not looked at. */
bool injection_match_early(const struct injection_match *match, const struct exchange *exchange);
