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
#include "mock/listener.h"
#include "mock/namespaces.h"
#include "mock/options.h"
#include "mock/pipeline.h"
#include "mock/profiles.h"
#include "mock/protection.h"
#include "mock/server.h"
#include "wire/digest.h"
#include "wire/secrecy.h"

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

/* Whoever waits for a file sees the whole text or no file. */
static bool write_whole(const char *path, const char *text, struct fault *fault)
{
	ARENA_AUTO(arena);
	const char *temporary = arena_printf(&arena, "%s.%ld", path, (long)getpid());
	int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	size_t len = strlen(text);

	if (fd < 0)
		return fault_set_errno(fault, errno, "cannot write %s", temporary);
	if (write(fd, text, len) != (ssize_t)len || close(fd) != 0 || rename(temporary, path) != 0)
		return fault_set_errno(fault, errno, "cannot write %s", path);
	return true;
}

/* The socket, and who may speak to it. */
struct door {
	struct arena arena; /* of the protection's texts */
	struct listener_environment environment;
	struct protection protection;
	struct listener_place place;
	int listener;      /* -1: not open, or the server's */
	bool is_announced; /* its files are there */
	char url[URL_MAX];
};

static bool announce(const struct options *options, struct door *door, struct fault *fault)
{
	const char *gap = protection_gap(&door->protection, &door->place);
	char line[LINE_MAX_LEN];

	snprintf(line, sizeof(line), "mattockd: ready url=%s pid=%ld\n", door->url, (long)getpid());
	if (gap)
		fprintf(stderr, "mattockd: %s: %s\n", door->place.address, gap);
	door->is_announced = true;
	if (options->tls_ca_file &&
	    !write_whole(options->tls_ca_file, door->protection.authority, fault))
		return false;
	if (options->ready_file && !write_whole(options->ready_file, line, fault))
		return false;
	fputs(line, stdout);
	fflush(stdout);
	return listener_notify_ready(&door->environment, fault);
}

static bool open_listener(struct door *door, const struct options *options, struct fault *fault)
{
	door->listener = -1;
	if (!listener_inherit(&door->environment, fault, &door->listener))
		return false;
	if (door->listener >= 0 && options->has_address)
		return fault_set(fault, FAULT_USAGE,
				 "a socket was handed over: leave out --listen");
	if (door->listener < 0)
		door->listener = listener_open(options->address, options->port, fault);
	return door->listener >= 0;
}

static bool open_door(struct door *door, const struct options *options, struct fault *fault)
{
	bool is_ipv6;

	door->environment = (struct listener_environment){ getenv("LISTEN_PID"),
							   getenv("LISTEN_FDS"),
							   getenv("NOTIFY_SOCKET") };
	if (!open_listener(door, options, fault))
		return false;
	if (!listener_find_place(door->listener, &door->place))
		return fault_set_errno(fault, errno, "cannot tell where it listens");
	if (!protection_open(&door->arena, &options->protection, &door->place, fault,
			     &door->protection))
		return false;
	is_ipv6 = strchr(door->place.address, ':');
	snprintf(door->url, sizeof(door->url), "%s://%s%s%s:%u",
		 door->protection.certificate ? "https" : "http", is_ipv6 ? "[" : "",
		 door->place.address, is_ipv6 ? "]" : "", door->place.port);
	return true;
}

static void close_door(struct door *door, const struct options *options)
{
	if (door->listener >= 0)
		close(door->listener);
	if (door->is_announced && options->ready_file)
		unlink(options->ready_file);
	if (door->is_announced && options->tls_ca_file)
		unlink(options->tls_ca_file);
	arena_wipe(&door->arena);
	arena_done(&door->arena);
}

static bool serve_at(struct door *door, const struct options *options,
		     struct namespaces *namespaces, int stop_fd, struct fault *fault)
{
	struct pipeline pipeline = {
		.namespaces = namespaces,
		.base_url = door->url,
		.control = { .address = door->place.address,
			     .port = door->place.port,
			     .is_tls = door->protection.certificate,
			     .token = door->protection.token,
			     .is_ready = true },
	};
	const struct server_options server_options = { door->listener, door->protection.certificate,
						       door->protection.key };
	struct server *server;
	bool is_served;

	if (!server_open(&server_options, (struct server_handler){ pipeline_answer, &pipeline },
			 fault, &server))
		return false;
	door->listener = -1; /* the server's now */
	is_served = announce(options, door, fault) && server_run(server, stop_fd, fault);
	server_close(server);
	return is_served;
}

static bool serve(const struct options *options, struct namespaces *namespaces, struct fault *fault)
{
	struct door door = { .listener = -1 };
	int stop_fd = catch_stop_signals();
	bool is_served;

	if (stop_fd < 0)
		return fault_set_errno(fault, errno, "cannot catch signals");
	is_served = open_door(&door, options, fault) &&
		    serve_at(&door, options, namespaces, stop_fd, fault);
	close_door(&door, options);
	close(stop_fd);
	return is_served;
}

static bool run(const struct options *options, struct fault *fault)
{
	const struct namespace_options space_options = {
		.scenario = options->scenario,
		.state = options->action == OPTIONS_CHECK ? NULL : options->state,
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
	if (options->action == OPTIONS_CHECK) {
		namespace_close(space);
		return true;
	}
	namespaces = namespaces_new(space, clock_monotonic());
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

	secrecy_close_process(); /* it holds every caller's keys */
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
