#include "mock/consistency.h"

#include <string.h>

#include "mock/exchange.h"
#include "mock/namespace.h"
#include "mock/random.h"

enum { WINDOWS_MAX = 16 };

/* Which requests see a change late. */
enum witness {
	BY_ASSUME_ROOT, /* sts:AssumeRoot, to its end */
	BY_DECISIONS,   /* every request, until it is authorized */
	BY_LISTS,       /* what IAM reads, to its end */
};

#define TABLES(...)               \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}

/*
 * Ages at which the old state is seen. Recorded: after a delegate was removed
 * AssumeRoot was refused at 0 s, allowed at 3 and 15 s, refused at 60 and
 * 180 s; after trusted access was removed it was allowed at 0, 15 and 60 s and
 * refused at 180 s; the features took less than a second; the delegation
 * policy took 0.7 s. The rest is assumed (docs/fidelity.md).
 */
static const struct lag {
	const char *name;
	const char *const *tables;
	enum witness witness;
	int64_t from_ms, until_ms; /* of the model aws; equal: not late */
	int64_t worst_ms;          /* of the model adversarial */
} lags[] = {
	{ "delegates", TABLES("delegated_administrator"), BY_ASSUME_ROOT, 2000, 45000, 180000 },
	{ "trusted access", TABLES("service_access"), BY_ASSUME_ROOT, 0, 120000, 180000 },
	{ "root features", TABLES("organization_feature"), BY_ASSUME_ROOT, 0, 0, 1000 },
	{ "delegation policy", TABLES("resource_policy"), BY_DECISIONS, 0, 700, 5000 },
	{ "access keys", TABLES("access_key"), BY_DECISIONS, 0, 5000, 15000 },
	{ "IAM policies",
	  TABLES("inline_policy", "managed_attachment", "managed_policy", "managed_policy_version",
		 "group_member"),
	  BY_DECISIONS, 0, 5000, 30000 },
	{ "control policies", TABLES("policy_attachment", "organization_policy"), BY_DECISIONS, 0,
	  5000, 60000 },
	{ "credentials in lists",
	  TABLES("access_key", "login_profile", "mfa_device", "signing_certificate"), BY_LISTS, 0,
	  0, 20000 },
};

static const char *const model_names[] = { "strong", "aws", "adversarial", NULL };
static const char *const time_names[] = { "real", "clock", NULL };

struct form {
	const char *model, *time;
	double scale;
};

static const struct reader_field fields[] = {
	{ "model", READER_TEXT, offsetof(struct form, model), .is_required = true,
	  .choices = model_names },
	{ "scale", READER_NUMBER, offsetof(struct form, scale), .min = 0.0001, .max = 1000 },
	{ "time", READER_TEXT, offsetof(struct form, time), .choices = time_names },
	{ NULL },
};

bool consistency_read(struct reader *reader, const struct json_value *value,
		      struct consistency *out_consistency)
{
	struct form form = { .scale = 1 };
	size_t model = 0;

	if (value->kind == JSON_STRING ? !reader_member(reader, value, &fields[0], &form)
				       : !reader_object(reader, value, fields, &form))
		return false;
	while (strcmp(model_names[model], form.model) != 0)
		model++;
	*out_consistency = (struct consistency){
		.model = (enum consistency_model)model,
		.scale = form.scale,
		.uses_clock = form.time && strcmp(form.time, "clock") == 0,
	};
	return true;
}

const char *consistency_model_name(enum consistency_model model)
{
	return model_names[model];
}

static struct history_time time_of(const struct exchange *exchange)
{
	struct clock clock = clock_monotonic();

	return (struct history_time){ clock_now_ms(&clock), exchange->call.now_ms };
}

static bool is_assume_root(const struct exchange *exchange)
{
	return strcmp(exchange->operation->name, "AssumeRoot") == 0;
}

static bool sees_late(const struct exchange *exchange, const struct lag *lag)
{
	if (lag->witness == BY_ASSUME_ROOT)
		return is_assume_root(exchange);
	if (lag->witness == BY_LISTS)
		return strcmp(exchange->service->name, "iam") == 0 &&
		       !exchange->operation->is_write;
	return true;
}

/* A throw of the seed's, of a stream of its own, for this request and this kind of change. */
static bool is_unlucky(const struct exchange *exchange, const struct lag *lag)
{
	const struct random_source *seed = &exchange->space->random;
	struct random_source source = seed->is_seeded ? random_seeded(seed->seed) : random_system();

	random_begin(&source,
		     ARENA_JOIN(exchange->call.arena, "consistency/", lag->name, "/",
				exchange->operation->name),
		     exchange->ordinal);
	return random_below(&source, 2) == 0;
}

/* When the request sees the old state; false: never. */
static bool window_of(const struct exchange *exchange, const struct lag *lag,
		      struct history_window *out_window)
{
	const struct consistency *consistency = &exchange->space->consistency;
	bool is_aws = consistency->model == CONSISTENCY_AWS;
	int64_t until_ms = is_aws ? lag->until_ms : lag->worst_ms;

	if (!sees_late(exchange, lag) || until_ms == 0 || (!is_aws && !is_unlucky(exchange, lag)))
		return false;
	*out_window = (struct history_window){
		.tables = lag->tables,
		.is_by_clock = consistency->uses_clock,
		.from_ms = is_aws ? (int64_t)((double)lag->from_ms * consistency->scale) : 0,
		.until_ms = (int64_t)((double)until_ms * consistency->scale),
	};
	return true;
}

static void open_view(struct exchange *exchange, const struct history_window *windows, size_t count)
{
	exchange->view.is_open =
		history_view_begin(exchange->space->history, windows, count, time_of(exchange));
}

enum api_status consistency_begin(struct exchange *exchange)
{
	struct history_window windows[WINDOWS_MAX];
	size_t count = 0;

	if (exchange->space->consistency.model == CONSISTENCY_STRONG)
		return API_OK;
	for (size_t i = 0; i < ARRAY_LEN(lags); i++) {
		if (!window_of(exchange, &lags[i], &windows[count]))
			continue;
		count++;
		if (lags[i].witness != BY_DECISIONS)
			exchange->view.is_whole = true;
	}
	if (count > 0)
		open_view(exchange, windows, count);
	return API_OK;
}

void consistency_look_back(struct exchange *exchange, int64_t ms, bool by_clock)
{
	const struct history_window window = { .is_by_clock = by_clock, .until_ms = ms };

	if (!consistency_end(exchange))
		return;
	open_view(exchange, &window, 1);
	exchange->view.is_whole = true;
}

enum api_status consistency_decided(struct exchange *exchange)
{
	if (exchange->view.is_whole || consistency_end(exchange))
		return API_OK;
	return call_fail_common(&exchange->call, 500, "InternalFailure",
				"The state before the last changes cannot be left.");
}

bool consistency_end(struct exchange *exchange)
{
	if (!exchange->view.is_open)
		return true;
	exchange->view.is_open = false;
	return history_view_end(exchange->space->history);
}

void consistency_note(struct exchange *exchange)
{
	if (exchange->space->history)
		history_record(exchange->space->history, time_of(exchange));
}
