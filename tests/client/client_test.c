#include "tests/support/check.h"

#include <string.h>

#include "client/client.h"
#include "client/paging.h"
#include "model/iam_client.h"
#include "model/sts_client.h"
#include "tests/client/road.h"

/* One organization with members and root access enabled, for all rows. */
static struct road road;
static struct client_system *shared_system;

/* A system for a profile of the road's configuration. */
static struct client_system *open_system(struct arena *arena, const char *profile)
{
	const char **pairs = arena_array(arena, 8, sizeof(*pairs));
	struct client_system_options options = { .clock = clock_system(), .parallel = 50 };
	struct client_system *system;
	struct fault fault = { 0 };

	pairs[0] = "AWS_CONFIG_FILE";
	pairs[1] = road.config;
	pairs[2] = "AWS_PROFILE";
	pairs[3] = profile;
	options.environment = environment_fixed(pairs);
	if (!client_system_new(&options, &system, &fault))
		fail_msg("%s", fault.message);
	return system;
}

static struct client open_client(struct fixture *t)
{
	struct client client;
	struct fault fault = { 0 };

	if (!client_open(shared_system, &t->arena, "eu-west-1", &client, &fault))
		fail_msg("%s", fault.message);
	return client;
}

static const struct row {
	const char *name;
	const char *account;
	const char *code; /* of the refusal; NULL: a session */
} rows[] = {
	{ "no session of the management account", "123456789012", "AccessDenied" },
	{ "no session of an account elsewhere", "999999999999", "AccessDenied" },
	{ "a target that is no account is refused before it is sent", "x", "" },
	{ "a session of a member", ROAD_PAYMENTS, NULL },
};

static void assumes(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct client client = open_client(t), root;
	struct iam_get_user_in in = { 0 };
	struct iam_get_user_out user;
	struct fault fault = { 0 };
	const char *account = row->account;
	bool has_session = client_assume_root(&client, account, CLIENT_TASK_AUDIT, &root, &fault);
	bool is_answered =
		iam_get_user(&root, &in, &user, has_session ? &fault : &(struct fault){ 0 });
	const char *arn = is_answered ? arena_strdup(&t->arena, user.user->arn) : NULL;
	int64_t left_ms = has_session ? client_time_left_ms(&root) : 0;

	client_done(&root);
	client_done(&client);
	assert_int_equal(has_session, row->code == NULL);
	assert_int_equal(is_answered, row->code == NULL);
	if (row->code) {
		assert_string_equal(fault.code, row->code);
		assert_string_equal(fault.operation, "AssumeRoot");
		return;
	}
	assert_string_equal(arn, arena_printf(&t->arena, "arn:aws:iam::%s:root", account));
	assert_in_range(left_ms, 800 * 1000, 901 * 1000);
}

static const struct call_row {
	const char *name;
	bool has_credentials;
	enum fault_kind want;
} call_rows[] = {
	{ "a zeroed client makes no call", false, FAULT_CREDENTIALS },
	{ "an input over its limit is not sent", true, FAULT_INPUT },
};

static void refuses(void **state)
{
	struct fixture *t = *state;
	const struct call_row *row = t->row;
	struct client client = { 0 };
	const struct iam_get_user_in in = { .user_name = "no such/name" };
	struct iam_get_user_out out;
	struct fault fault = { 0 };
	bool is_done;

	if (row->has_credentials)
		client = open_client(t);
	is_done = iam_get_user(&client, &in, &out, &fault);
	client_done(&client);
	assert_false(is_done);
	assert_int_equal(fault.kind, row->want);
	assert_string_equal(fault.operation, "GetUser");
}

static const struct many_row {
	const char *name;
	size_t count, parallel;
} many_rows[] = {
	{ "calls one after the other", 20, 1 },
	{ "many calls at once on few connections", 300, 50 },
};

struct many {
	struct client client;
	size_t answered;
};

static void ask_once(void *context, size_t index)
{
	struct many *many = context;
	struct arena arena = { 0 };
	struct client client = client_with_arena(&many->client, &arena);
	struct sts_get_caller_identity_in in = { 0 };
	struct sts_get_caller_identity_out out;
	struct fault fault = { 0 };

	UNUSED(index);
	if (sts_get_caller_identity(&client, &in, &out, &fault) &&
	    strcmp(out.account, "123456789012") == 0)
		many->answered++;
	arena_done(&arena);
}

static void asks_many(void **state)
{
	struct fixture *t = *state;
	const struct many_row *row = t->row;
	struct many many = { .client = open_client(t) };
	const struct fiber_job job = { row->count, row->parallel, ask_once, NULL, &many };

	fiber_group_run(shared_system->fibers, &job);
	client_done(&many.client);
	assert_int_equal(many.answered, row->count);
}

static const struct renew_row {
	const char *name;
	const char *profile;
	int64_t left_ms; /* of the session before the call */
	bool wants_new;
} renew_rows[] = {
	{ "a session with time left is kept", "member", 16 * 60 * 1000, false },
	{ "a role's session that ends soon is renewed before the call", "member", 14 * 60 * 1000,
	  true },
	{ "so is one that is over", "member", -60 * 1000, true },
	{ "a key cannot be renewed", "admin", 60 * 1000, false },
};

/* As if they had been had an hour before their end. */
static void set_end(struct client *client, int64_t left_ms)
{
	struct credentials *credentials = client->credentials;

	credentials->expires_ms = clock_now_ms(&client->system->clock) + left_ms;
	credentials->obtained_ms = credentials->expires_ms - INT64_C(3600) * 1000;
}

static void renews(void **state)
{
	struct fixture *t = *state;
	const struct renew_row *row = t->row;
	struct client_system *system = open_system(&t->arena, row->profile);
	struct client client;
	struct sts_get_caller_identity_in in = { 0 };
	struct sts_get_caller_identity_out out;
	struct fault fault = { 0 };
	const char *before, *after;

	if (!client_open(system, &t->arena, "eu-west-1", &client, &fault))
		fail_msg("%s", fault.message);
	before = arena_strdup(&t->arena, client.credentials->access_key_id);
	set_end(&client, row->left_ms);
	if (!sts_get_caller_identity(&client, &in, &out, &fault))
		fail_msg("%s", fault.message);
	after = arena_strdup(&t->arena, client.credentials->access_key_id);
	client_done(&client);
	client_system_free(system);
	assert_int_equal(strcmp(before, after) != 0, row->wants_new);
}

/* Many calls at once while the credentials end; the chain may give new ones or not. */
static const struct crowd_row {
	const char *name;
	const char *then; /* the profile that the renewal finds */
	int64_t left_ms;
	bool is_fixed; /* they are of a kind that cannot be renewed */
	int want_answers, want_roles;
	bool wants_role_first; /* no call goes out before */
	const char *want;      /* the beginning of the last fault or note; NULL: there is none */
} crowd_rows[] = {
	{ "what is over and cannot be renewed is an expired token, not a refusal", "member", -1000,
	  true, 0, 0, false, "token expired: the session from role " },
	{ "what is over and is not renewed is no call", "stranger", -1000, false, 0, 1, true,
	  "profile stranger: cannot assume " },
	{ "what cannot be renewed goes on to its end, with a note", "stranger", 5 * 60 * 1000,
	  false, 20, 1, true,
	  "the credentials could not be renewed and are used on: profile stranger" },
	{ "within ten minutes one takes new ones and all wait for it", "member", 5 * 60 * 1000,
	  false, 20, 1, true, NULL },
	{ "within fifteen minutes one takes new ones and the others go on", "member",
	  14 * 60 * 1000, false, 20, 1, false, NULL },
	{ "with time left nobody does", "member", 16 * 60 * 1000, false, 20, 0, false, NULL },
};

enum { CROWD = 20 };

struct crowd {
	struct arena *arena;
	struct client *client;
	int answers, roles, calls, calls_before_role;
	const char *last;
};

static void count_request(void *context, const char *text)
{
	struct crowd *crowd = context;

	if (strncmp(text, "sts AssumeRole:", 15) == 0 && crowd->roles++ == 0)
		crowd->calls_before_role = crowd->calls;
	if (strncmp(text, "sts GetCallerIdentity:", 22) == 0)
		crowd->calls++;
}

static void keep_note(void *context, const char *text)
{
	struct crowd *crowd = context;

	crowd->last = arena_strdup(crowd->arena, text);
}

static void ask_in_crowd(void *context, size_t index)
{
	struct crowd *crowd = context;
	struct client client = client_with_arena(crowd->client, crowd->arena);
	struct sts_get_caller_identity_in in = { 0 };
	struct sts_get_caller_identity_out out;
	struct fault fault = { 0 };

	UNUSED(index);
	if (sts_get_caller_identity(&client, &in, &out, &fault))
		crowd->answers++;
	else
		keep_note(crowd, fault.message);
}

static void renews_for_many(void **state)
{
	struct fixture *t = *state;
	const struct crowd_row *row = t->row;
	struct client_system *system = open_system(&t->arena, "member");
	struct client client;
	struct fault fault = { 0 };
	struct crowd crowd = { .arena = &t->arena, .client = &client };
	const struct fiber_job job = { CROWD, CROWD, ask_in_crowd, NULL, &crowd };

	if (!client_open(system, &t->arena, "eu-west-1", &client, &fault))
		fail_msg("%s", fault.message);
	set_end(&client, row->left_ms);
	client.credentials->is_renewable = !row->is_fixed;
	system->endpoints.profile = row->then;
	system->debug = (struct notice){ count_request, &crowd };
	system->notice = (struct notice){ keep_note, &crowd };
	fiber_group_run(system->fibers, &job);
	client_done(&client);
	client_system_free(system);
	assert_int_equal(crowd.answers, row->want_answers);
	assert_int_equal(crowd.roles, row->want_roles);
	if (row->wants_role_first)
		assert_int_equal(crowd.calls_before_role, 0);
	assert_int_equal(crowd.last != NULL, row->want != NULL);
	if (row->want)
		assert_string_equal(arena_strndup(&t->arena, crowd.last, strlen(row->want)),
				    row->want);
}

static const struct paging_row {
	const char *name;
	const char *tokens[4]; /* of the answers, ended by NULL */
	size_t want_pages;     /* 0: a fault */
} paging_rows[] = {
	{ "the same page twice is a fault", { "a", "a" }, 0 },
	{ "no token is the end", { NULL }, 1 },
	{ "an empty token is the end", { "" }, 1 },
	{ "each token is another page", { "a", "b", NULL }, 3 },
};

static void pages(void **state)
{
	struct fixture *t = *state;
	const struct paging_row *row = t->row;
	struct paging paging = { 0 };
	struct fault fault = { 0 };
	size_t count = 0;
	bool is_good;

	do {
		is_good = paging_next(&paging, row->tokens[count++], &fault);
	} while (is_good && paging.token);
	assert_int_equal(is_good ? count : 0, row->want_pages);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, assumes),
		CHECK_TABLE(call_rows, refuses),
		CHECK_TABLE(many_rows, asks_many),
		CHECK_TABLE(renew_rows, renews),
		CHECK_TABLE(crowd_rows, renews_for_many),
		CHECK_TABLE(paging_rows, pages),
	};
	struct arena arena = { 0 };
	int failed;

	road_start(&road, &arena, ROAD_MEMBERS);
	shared_system = open_system(&arena, "admin");
	failed = check_tables("client/client", tables, ARRAY_LEN(tables));
	client_system_free(shared_system);
	road_stop(&road);
	arena_done(&arena);
	return failed;
}
