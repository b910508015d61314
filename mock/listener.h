/*
 * listener.h - the socket that connections come in at: our own or one that was handed over.
 */
#pragma once

#include <netinet/in.h>

#include "wire/base.h"
#include "wire/fault.h"

/* Where a socket listens. */
struct listener_place {
	char address[INET6_ADDRSTRLEN]; /* numeric, without brackets */
	uint16_t port;
	bool is_loopback; /* no other machine reaches it */
};

/* What the service manager says in the environment; see sd_listen_fds(3) and sd_notify(3). */
struct listener_environment {
	const char *pid, *count;   /* LISTEN_PID, LISTEN_FDS; NULL: not set */
	const char *notify_socket; /* NOTIFY_SOCKET */
};

/*
 * Listens on a numeric address ("127.0.0.1", "::1") and port; port 0 takes a
 * free one. Returns the socket, which the caller closes, or -1 with @fault.
 */
int listener_open(const char *address, uint16_t port, struct fault *fault);

/*
 * The socket that was handed over to this process; *out_socket is -1 if none
 * was. A fault if there are several, or it is no listening TCP socket.
 */
MUST_USE bool listener_inherit(const struct listener_environment *environment, struct fault *fault,
			       int *out_socket);

/* False if the socket is not of TCP. */
MUST_USE bool listener_find_place(int socket, struct listener_place *out_place);

/* Tells the service manager, if there is one, that requests are answered. */
MUST_USE bool listener_notify_ready(const struct listener_environment *environment,
				    struct fault *fault);
