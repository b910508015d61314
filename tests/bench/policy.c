/*
 * How long policy decisions take:
 *
 *     policy CASES compiled|parsed ROUNDS
 *
 * decides the cases of a file ROUNDS times, with the documents compiled
 * before or with reading and compiling everything each time. Prints how many
 * cases there are and the mean nanoseconds of a decision, in processor time
 * of its own. Every answer is first compared with what the case expects.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "policy/cases.h"

enum { MOST_CASES = 2000 };

struct cases {
	struct arena arena;
	char *lines[MOST_CASES];
	size_t lens[MOST_CASES];
	struct policy_case items[MOST_CASES];
	size_t count;
};

static double now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void fail(const char *where, const char *text)
{
	fprintf(stderr, "policy: %s: %s\n", where, text);
	exit(1);
}

static const struct json_value *read_case(struct arena *arena, const char *line, size_t len,
					  struct policy_case *item)
{
	const struct json_value *value;
	struct fault fault = { 0 };

	if (!json_read(arena, line, len, &fault, &value) ||
	    !policy_case_read(arena, value, &fault, item))
		fail("cannot read a case", fault.message);
	return value;
}

static void load_line(struct cases *cases, const char *line, size_t len)
{
	struct policy_case *item = &cases->items[cases->count];
	struct policy_decision decision;
	const char *expected;

	cases->lines[cases->count] = arena_strndup(&cases->arena, line, len);
	cases->lens[cases->count++] = len;
	expected = json_get_string(read_case(&cases->arena, line, len, item), "expected");
	policy_evaluate(&item->request, &decision);
	if (!expected || strcmp(policy_verdict_name(decision.verdict), expected) != 0)
		fail(item->id, "not the verdict that is expected");
}

static void load(const char *path, struct cases *cases)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	if (!file)
		fail(path, "cannot be opened");
	while (cases->count < MOST_CASES && (len = getline(&line, &room, file)) > 0)
		load_line(cases, line, (size_t)len);
	free(line);
	fclose(file);
}

static void decide_compiled(const struct cases *cases)
{
	struct policy_decision decision;

	for (size_t i = 0; i < cases->count; i++)
		policy_evaluate(&cases->items[i].request, &decision);
}

static void decide_parsed(const struct cases *cases)
{
	ARENA_AUTO(arena);
	struct policy_decision decision;
	struct policy_case item;

	for (size_t i = 0; i < cases->count; i++) {
		read_case(&arena, cases->lines[i], cases->lens[i], &item);
		policy_evaluate(&item.request, &decision);
		arena_reset(&arena);
	}
}

int main(int argc, char **argv)
{
	static struct cases cases;
	long rounds = argc == 4 ? strtol(argv[3], NULL, 10) : 0;
	double start, taken;

	if (rounds < 1) {
		fprintf(stderr, "usage: policy CASES compiled|parsed ROUNDS\n");
		return 2;
	}
	load(argv[1], &cases);
	start = now_ns();
	for (long round = 0; round < rounds; round++)
		(strcmp(argv[2], "parsed") == 0 ? decide_parsed : decide_compiled)(&cases);
	taken = now_ns() - start;
	printf("%zu %.1f\n", cases.count, taken / (double)rounds / (double)cases.count);
	arena_done(&cases.arena);
	return 0;
}
