/*
 * How long a policy decision takes:
 *
 *     policy tests/data/decisions.jsonl
 *
 * The mean over the cases, once with documents compiled before and once with
 * reading and compiling each time; and the cost of walking a chain of 23
 * statements. Times are of the thread's own processor time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "policy/cases.h"

enum { MOST_CASES = 2000, ROUNDS = 50, READING_ROUNDS = 2, CHAIN_ROUNDS = 200000 };

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

static void read_case(struct arena *arena, const char *line, size_t len, struct policy_case *item)
{
	const struct json_value *value;
	struct fault fault = { 0 };

	if (json_read(arena, line, len, &fault, &value) &&
	    policy_case_read(arena, value, &fault, item))
		return;
	fprintf(stderr, "policy: %s\n", fault.message);
	exit(1);
}

static void load(const char *path, struct cases *cases)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	if (!file) {
		perror(path);
		exit(1);
	}
	while (cases->count < MOST_CASES && (len = getline(&line, &room, file)) > 0) {
		cases->lines[cases->count] = arena_strndup(&cases->arena, line, (size_t)len);
		cases->lens[cases->count] = (size_t)len;
		read_case(&cases->arena, line, (size_t)len, &cases->items[cases->count++]);
	}
	free(line);
	fclose(file);
}

static double compiled_ns(const struct cases *cases)
{
	struct policy_decision decision;
	double start = now_ns();

	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < cases->count; i++)
			policy_evaluate(&cases->items[i].request, &decision);
	return (now_ns() - start) / ROUNDS / (double)cases->count;
}

static double reading_ns(const struct cases *cases)
{
	struct arena arena = { 0 };
	struct policy_decision decision;
	struct policy_case item;
	double start = now_ns(), taken;

	for (int round = 0; round < READING_ROUNDS; round++) {
		for (size_t i = 0; i < cases->count; i++) {
			read_case(&arena, cases->lines[i], cases->lens[i], &item);
			policy_evaluate(&item.request, &decision);
			arena_reset(&arena);
		}
	}
	taken = now_ns() - start;
	arena_done(&arena);
	return taken / READING_ROUNDS / (double)cases->count;
}

#define ALLOW "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"
#define LEVEL                                                                            \
	"{\"policies\":[{\"Version\":\"2012-10-17\",\"Statement\":[" ALLOW ","           \
	"{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{"       \
	"\"StringLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:root\"}}},"               \
	"{\"Effect\":\"Deny\",\"Action\":\"organizations:LeaveOrganization\","           \
	"\"Resource\":\"*\"},"                                                           \
	"{\"Effect\":\"Deny\",\"Action\":[\"cloudtrail:Stop*\",\"cloudtrail:Delete*\"]," \
	"\"Resource\":\"*\"},"                                                           \
	"{\"Effect\":\"Deny\",\"NotAction\":[\"iam:*\",\"sts:*\"],\"Resource\":\"*\"}]}]}"

/* Four levels of five statements, two of identity and one of a session: all are walked. */
static const char chain[] =
	"{\"request\":{\"principal\":\"arn:aws:sts::222222222222:assumed-role/admin/s\","
	"\"action\":\"iam:GetUser\",\"resource\":{\"arn\":\"arn:aws:iam::222222222222:user/bob\","
	"\"accountId\":\"222222222222\"},\"context\":{\"aws:PrincipalArn\":"
	"\"arn:aws:iam::222222222222:role/admin\"}},\"principalInfo\":{\"kind\":\"session\","
	"\"roleArn\":\"arn:aws:iam::222222222222:role/admin\"},\"serviceControlPolicies\":[" LEVEL
	"," LEVEL "," LEVEL "," LEVEL
	"],\"identityPolicies\":[{\"Statement\":[{\"Effect\":\"Allow\","
	"\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::b/*\"},{\"Effect\":\"Allow\",\"Action\":"
	"[\"iam:Get*\",\"iam:List*\"],\"Resource\":\"*\"}]}],\"sessionPolicies\":[{\"Statement\":"
	"[" ALLOW "]}]}";

static double chain_ns(void)
{
	struct arena arena = { 0 };
	struct policy_decision decision;
	struct policy_case item;
	double start, taken;

	read_case(&arena, chain, sizeof(chain) - 1, &item);
	start = now_ns();
	for (int i = 0; i < CHAIN_ROUNDS; i++)
		policy_evaluate(&item.request, &decision);
	taken = now_ns() - start;
	arena_done(&arena);
	if (decision.verdict == POLICY_ALLOWED)
		return taken / CHAIN_ROUNDS;
	fprintf(stderr, "policy: the chain must allow\n");
	exit(1);
}

int main(int argc, char **argv)
{
	static struct cases cases;

	if (argc != 2) {
		fprintf(stderr, "usage: policy CASES\n");
		return 2;
	}
	load(argv[1], &cases);
	printf("decision, documents compiled: %.0f ns\n", compiled_ns(&cases));
	printf("reading, compiling and deciding: %.0f ns\n", reading_ns(&cases));
	printf("chain of 23 statements: %.0f ns\n", chain_ns());
	arena_done(&cases.arena);
	return 0;
}
