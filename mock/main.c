/*
 * mattockd - a mock AWS endpoint: starts, says so, serves, stops.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "mock/coverage.h"
#include "mock/database.h"
#include "mock/namespaces.h"
#include "mock/options.h"
#include "mock/pipeline.h"
#include "mock/profiles.h"
#include "mock/server.h"
#include "wire/digest.h"

enum { EXIT_ERROR = 1, EXIT_USAGE = 2, URL_MAX = 128, LINE_MAX_LEN = 256 };

/* Connections are file descriptors: as many as the system lets us have. */
static void raise_descriptor_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

/* A descriptor that is readable once SIGTERM or SIGINT has come; -1 on failure. */
static int catch_stop_signals(void)
{
	sigset_t signals;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	return signalfd(-1, &signals, SFD_CLOEXEC);
}

/* Whoever waits for the file sees the whole line or no file. */
static bool write_ready_file(const char *path, const char *line, struct fault *fault)
{
	ARENA_AUTO(arena);
	const char *temporary = arena_printf(&arena, "%s.%ld", path, (long)getpid());
	int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	size_t len = strlen(line);

	if (fd < 0)
		return fault_set_errno(fault, errno, "cannot write %s", temporary);
	if (write(fd, line, len) != (ssize_t)len || close(fd) != 0 || rename(temporary, path) != 0)
		return fault_set_errno(fault, errno, "cannot write %s", path);
	return true;
}

static bool announce(const struct options *options, const char *url, struct fault *fault)
{
	char line[LINE_MAX_LEN];

	snprintf(line, sizeof(line), "mattockd: ready url=%s pid=%ld\n", url, (long)getpid());
	if (options->ready_file && !write_ready_file(options->ready_file, line, fault))
		return false;
	fputs(line, stdout);
	fflush(stdout);
	return true;
}

static bool serve(const struct options *options, struct namespaces *namespaces, struct fault *fault)
{
	struct pipeline pipeline = { .namespaces = namespaces };
	char url[URL_MAX];
	struct server *server;
	int stop_fd = catch_stop_signals();
	bool is_served;

	if (stop_fd < 0)
		return fault_set_errno(fault, errno, "cannot catch signals");
	if (!server_open(options->address, options->port,
			 (struct server_handler){ pipeline_answer, &pipeline }, fault, &server))
		return false;
	snprintf(url, sizeof(url),
		 strchr(options->address, ':') ? "http://[%s]:%u" : "http://%s:%u",
		 options->address, server_port(server));
	pipeline.base_url = url;
	pipeline.control = (struct control){ .address = options->address,
					     .port = server_port(server),
					     .is_ready = true };
	is_served = announce(options, url, fault) && server_run(server, stop_fd, fault);
	server_close(server);
	close(stop_fd);
	if (options->ready_file)
		unlink(options->ready_file);
	return is_served;
}

static bool run(const struct options *options, struct fault *fault)
{
	const struct namespace_options space_options = {
		.scenario = options->scenario,
		.state = options->state,
		.has_seed = options->has_seed,
		.seed = options->seed,
		.has_clock = options->has_clock,
		.clock = { .mode = options->is_clock_fixed ? NAMESPACE_CLOCK_FROZEN
							   : NAMESPACE_CLOCK_REAL,
			   .frozen_ms = options->now_ms },
	};
	struct namespace *space;
	struct namespaces *namespaces;
	bool is_served;

	raise_descriptor_limit();
	if (!namespace_open(&space_options, fault, &space))
		return false;
	namespaces = namespaces_new(space);
	is_served = (!options->credentials_file ||
		     profiles_write(space, options->credentials_file, fault)) &&
		    serve(options, namespaces, fault);
	namespaces_free(namespaces);
	return is_served;
}

int main(int argc, char **argv)
{
	struct options options;
	struct fault fault;

	digest_start();
	database_start();
	if (!options_read(argc, argv, &fault, &options)) {
		fprintf(stderr, "mattockd: %s\nTry mattockd --help.\n", fault.message);
		return EXIT_USAGE;
	}
	if (options.action == OPTIONS_HELP)
		fputs(options_help, stdout);
	else if (options.action == OPTIONS_VERSION)
		puts("mattockd " MATTOCK_VERSION);
	else if (options.action == OPTIONS_COVERAGE)
		coverage_write(stdout);
	else if (!run(&options, &fault)) {
		fprintf(stderr, "mattockd: %s\n", fault.message);
		return EXIT_ERROR;
	}
	return EXIT_SUCCESS;
}
