#include "client/pace.h"

#include <math.h>

/* A decision needs so many answers and so much time; a slow bucket is decided on with less. */
enum { ANSWERS_MIN = 8, ANSWERS_ADMITTED_MIN = 3, ANSWERS_SURE = 16 };
enum { WINDOW_MS = 500, WINDOW_REFUSED_MS = 200, WINDOW_MAX_MS = 5 * 1000 };
enum { SECOND_MS = 1000 };

/* What is left of the admitted rate after a refusal, so that the bucket drains. */
static const double keep = 0.95;
/* The curve's steepness: from keep back to 1 in a second, 5 % over it a second later. */
static const double steepness = 0.05;
/*
 * With this part refused, half of the rate is about what the service takes. If such a
 * part is refused again after the rate fell, it fell in vain.
 */
static const double refused_much = 0.2, refused_most = 0.6;
/* Seconds' worth of tokens that wait for a sender who came late. */
static const double burst_s = 0.1;

void pace_init(struct pace *pace, int64_t now_ms)
{
	*pace = (struct pace){ .filled_ms = now_ms, .last_ms = now_ms };
}

double pace_rate(const struct pace *pace, int64_t now_ms)
{
	double flat_s = cbrt((1 - keep) / steepness), since_s, rate;

	if (!pace->is_limited)
		return 0;
	if (pace->is_refused)
		now_ms = pace->opened_ms; /* it does not grow while it is measured */
	since_s = (double)(now_ms - pace->lowered_ms) / 1000 - flat_s;
	rate = pace->refused_rate * (1 + steepness * since_s * since_s * since_s);
	return fmax(PACE_RATE_MIN, fmin(rate, pace->bound));
}

static void fill(struct pace *pace, double rate, int64_t now_ms)
{
	double room = fmax(1, rate * burst_s);

	pace->tokens += rate * (double)(now_ms - pace->filled_ms) / 1000;
	pace->tokens = fmin(pace->tokens, room);
	pace->filled_ms = now_ms;
}

int64_t pace_take(struct pace *pace, int64_t now_ms)
{
	double rate = pace_rate(pace, now_ms);

	if (!pace->is_limited)
		return 0;
	fill(pace, rate, now_ms);
	if (pace->tokens < 1)
		return (int64_t)ceil((1 - pace->tokens) * 1000 / rate);
	pace->tokens -= 1;
	return 0;
}

static void begin_window(struct pace *pace, int64_t now_ms, bool is_refused)
{
	pace->opened_ms = pace->window_ms = now_ms;
	pace->answered = pace->admitted = 0;
	pace->is_refused = is_refused;
}

static bool is_window_over(const struct pace *pace, int64_t now_ms)
{
	int64_t open_ms = now_ms - pace->window_ms;

	unsigned wanted = pace->is_refused ? ANSWERS_MIN : ANSWERS_ADMITTED_MIN;

	if (pace->lowered_in_vain > 0)
		wanted = ANSWERS_SURE; /* it may be chance */
	if (open_ms >= WINDOW_MAX_MS)
		return true;
	return pace->answered >= wanted &&
	       open_ms >= (pace->is_refused ? WINDOW_REFUSED_MS : WINDOW_MS);
}

static double refused_share(const struct pace *pace)
{
	unsigned counted = pace->answered > 1 ? pace->answered - 1 : 1;

	return 1 - (double)pace->admitted / counted;
}

static void count_admitted(struct pace *pace, int64_t now_ms)
{
	int64_t since_ms = now_ms - pace->second_ms;

	if (since_ms >= SECOND_MS) {
		pace->admitted_before = since_ms < 2 * SECOND_MS ? pace->admitted_now : 0;
		pace->admitted_now = 0;
		pace->second_ms = now_ms - since_ms % SECOND_MS;
	}
	pace->admitted_now++;
}

/* What was admitted in the last second. */
static double recent_rate(const struct pace *pace, int64_t now_ms)
{
	int64_t since_ms = now_ms - pace->second_ms;

	if (since_ms >= SECOND_MS)
		return 0;
	return pace->admitted_now +
	       pace->admitted_before * (double)(SECOND_MS - since_ms) / SECOND_MS;
}

/*
 * Without a bound before, calls come in waves, and a wave that was just admitted says more
 * than the time after it. With one, the rate becomes what was admitted; but few calls may
 * have been sent meanwhile, so a decision halves it at most.
 */
static double lowered_rate(struct pace *pace, double admitted_rate, int64_t now_ms)
{
	double before = pace_rate(pace, now_ms), share = refused_share(pace);

	if (!pace->is_limited)
		return fmax(admitted_rate, recent_rate(pace, now_ms));
	if (share > refused_much && share < refused_most && pace->lowered_in_vain++ > 0)
		return before;
	return fmin(before, fmax(before / 2, admitted_rate));
}

static void lower(struct pace *pace, double admitted_rate, int64_t now_ms)
{
	pace->refused_rate = fmax(PACE_RATE_MIN, lowered_rate(pace, admitted_rate, now_ms));
	if (!pace->is_limited)
		pace->filled_ms = now_ms;
	pace->is_limited = true;
	pace->bound = 2 * pace->refused_rate;
	pace->lowered_ms = now_ms;
}

/* It grows along its curve, no further than twice what is really sent. */
static void raise_bound(struct pace *pace, double admitted_rate)
{
	pace->bound = fmax(pace->bound, 2 * admitted_rate);
	pace->lowered_in_vain = 0;
}

static void decide(struct pace *pace, int64_t now_ms)
{
	double admitted_rate = pace->admitted * 1000.0 / (double)(now_ms - pace->window_ms);

	if (pace->is_refused)
		lower(pace, admitted_rate, now_ms);
	else
		raise_bound(pace, admitted_rate);
	begin_window(pace, now_ms, false);
}

static void forget_window(struct pace *pace, int64_t now_ms)
{
	pace->lowered_in_vain = 0;
	begin_window(pace, now_ms, false);
}

void pace_learn(struct pace *pace, int64_t sent_ms, int64_t now_ms, bool is_refused)
{
	if (now_ms - pace->last_ms >= WINDOW_MAX_MS)
		forget_window(pace, sent_ms); /* a pause is no slowness */
	pace->last_ms = now_ms;
	if (!is_refused)
		count_admitted(pace, now_ms);
	if (sent_ms < pace->opened_ms)
		return;
	if (is_refused && !pace->is_refused) {
		/* Now the service's own bucket is empty, and what it admits is its rate. */
		begin_window(pace, now_ms, true);
		return;
	}
	if (pace->answered++ == 0)
		pace->window_ms = now_ms; /* counted are the answers after the first */
	else if (!is_refused)
		pace->admitted++;
	if (is_window_over(pace, now_ms))
		decide(pace, now_ms);
}
