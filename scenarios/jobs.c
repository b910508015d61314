#include "scenarios/jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wire/clock.h"

enum { READ_SIZE = 64 * 1024, TEXT_MAX = 64 * 1024 * 1024, LOOK_MS = 100 };

/* A process that does one piece of work. */
struct worker {
	int pid; /* 0: none */
	int end; /* of the pipe its text comes through */
	size_t index;
	bool waits;
	int64_t begun_ms;
	struct buffer text;
};

/* Pieces that are begun in their order: those that wait, or those that work. */
struct line {
	bool waits;
	size_t next; /* jobs->count: all are begun */
};

struct pool {
	const struct jobs *jobs;
	struct arena *arena;
	struct worker workers[JOBS_MAX];
	struct line waiting, working;
	bool is_stopping; /* the workers were told of a signal */
};

/* In the new process: does the work, says what came of it, and ends. */
static void work(const struct pool *pool, size_t index, int end)
{
	ARENA_AUTO(arena);
	struct buffer text;

	buffer_init(&text, &arena, 64 * 1024);
	pool->jobs->work(pool->jobs->context, &arena, index, &text);
	for (size_t sent = 0; sent < text.len;) {
		ssize_t len = write(end, text.data + sent, text.len - sent);

		if (len < 0 && errno != EINTR)
			_exit(EXIT_FAILURE);
		sent += len > 0 ? (size_t)len : 0;
	}
	fflush(NULL);
	_exit(EXIT_SUCCESS);
}

static bool is_waiting(const struct jobs *jobs, size_t index)
{
	return jobs->waits && jobs->waits(jobs->context, index);
}

/* Goes on to the next piece of its kind. */
static void line_seek(const struct jobs *jobs, struct line *line)
{
	while (line->next < jobs->count && is_waiting(jobs, line->next) != line->waits)
		line->next++;
}

static bool begin(struct pool *pool, struct worker *worker, struct line *line, struct fault *fault)
{
	struct clock clock = clock_monotonic();
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return fault_set_errno(fault, errno, "cannot make a pipe");
	*worker = (struct worker){ .end = ends[0],
				   .index = line->next,
				   .waits = line->waits,
				   .begun_ms = clock_now_ms(&clock) };
	buffer_init(&worker->text, pool->arena, READ_SIZE);
	fflush(NULL);
	worker->pid = fork();
	if (worker->pid == 0)
		work(pool, worker->index, ends[1]);
	close(ends[1]);
	if (worker->pid < 0) {
		worker->pid = 0;
		close(ends[0]);
		return fault_set_errno(fault, errno, "cannot start a process");
	}
	line->next++;
	line_seek(pool->jobs, line);
	return true;
}

/* How many there are that wait, and how many take a place. */
static void count_workers(const struct pool *pool, size_t *out_waiting, size_t *out_placed)
{
	struct clock clock = clock_monotonic();
	int64_t now_ms = clock_now_ms(&clock);

	*out_waiting = *out_placed = 0;
	for (size_t i = 0; i < JOBS_MAX; i++) {
		const struct worker *worker = &pool->workers[i];
		bool is_settled = now_ms - worker->begun_ms >= pool->jobs->settled_ms;

		if (worker->pid == 0)
			continue;
		*out_waiting += worker->waits;
		*out_placed += !worker->waits || !is_settled;
	}
}

/* The pieces that come next: those that wait first, for they end last; NULL: none may begin. */
static struct line *next_line(struct pool *pool)
{
	size_t waiting, placed, count = pool->jobs->count;

	count_workers(pool, &waiting, &placed);
	if (placed >= pool->jobs->parallel)
		return NULL;
	if (pool->waiting.next < count && waiting < JOBS_WAITING_MAX)
		return &pool->waiting;
	return pool->working.next < count ? &pool->working : NULL;
}

static bool fill(struct pool *pool, struct fault *fault)
{
	for (size_t i = 0; i < JOBS_MAX; i++) {
		struct line *line = pool->workers[i].pid == 0 ? next_line(pool) : NULL;

		if (line && !begin(pool, &pool->workers[i], line, fault))
			return false;
	}
	return true;
}

static void end_worker(struct pool *pool, struct worker *worker)
{
	const struct buffer *text = &worker->text;

	close(worker->end);
	while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
		;
	worker->pid = 0;
	pool->jobs->take(pool->jobs->context, worker->index, text->data, text->len);
}

static void listen_to(struct pool *pool, struct worker *worker)
{
	char *room = buffer_extend(&worker->text, READ_SIZE);
	ssize_t len = read(worker->end, room, READ_SIZE);

	worker->text.len -= READ_SIZE - (len > 0 ? (size_t)len : 0);
	if (len < 0 && errno == EINTR)
		return;
	if (len <= 0 || worker->text.len > TEXT_MAX)
		end_worker(pool, worker);
}

/* A signal that we got, they get; each then ends its command and its server. */
static void pass_signal(struct pool *pool)
{
	const volatile sig_atomic_t *interrupted = pool->jobs->interrupted;

	if (pool->is_stopping || !interrupted || !*interrupted)
		return;
	pool->is_stopping = true;
	for (size_t i = 0; i < JOBS_MAX; i++)
		if (pool->workers[i].pid > 0)
			kill(pool->workers[i].pid, SIGTERM);
}

/* Waits for any worker; false if none runs. */
static bool wait_for_workers(struct pool *pool)
{
	struct pollfd waits[JOBS_MAX];
	struct worker *of[JOBS_MAX];
	nfds_t count = 0;

	for (size_t i = 0; i < JOBS_MAX; i++) {
		if (pool->workers[i].pid <= 0)
			continue;
		of[count] = &pool->workers[i];
		waits[count++] = (struct pollfd){ .fd = pool->workers[i].end, .events = POLLIN };
	}
	if (count == 0)
		return false;
	/* Not for ever: one that waits gives its place away, and a signal may have come before. */
	if (poll(waits, count, LOOK_MS) < 0)
		return true;
	for (nfds_t i = 0; i < count; i++)
		if (waits[i].revents)
			listen_to(pool, of[i]);
	return true;
}

bool jobs_run(struct arena *arena, const struct jobs *jobs, struct fault *fault)
{
	struct pool pool = { .jobs = jobs, .arena = arena, .waiting = { .waits = true } };
	bool is_begun = true;

	line_seek(jobs, &pool.waiting);
	line_seek(jobs, &pool.working);
	do {
		pass_signal(&pool);
		if (jobs->look)
			jobs->look(jobs->context);
		if (is_begun && !pool.is_stopping)
			is_begun = fill(&pool, fault);
	} while (wait_for_workers(&pool));
	if (pool.is_stopping)
		return fault_set(fault, FAULT_INTERRUPTED, "stopped by a signal");
	return is_begun;
}

size_t jobs_default(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : count > JOBS_MAX ? JOBS_MAX : (size_t)count;
}

bool jobs_parse(const char *text, size_t *out_parallel)
{
	char *end;
	long jobs = strtol(text, &end, 10);

	if (*end || end == text || jobs < 1 || jobs > JOBS_MAX)
		return false;
	*out_parallel = (size_t)jobs;
	return true;
}
