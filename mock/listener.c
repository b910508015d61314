#include "mock/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024, FIRST_INHERITED = 3 };

static bool read_address(const char *address, uint16_t port, struct sockaddr_storage *out_address,
			 socklen_t *out_len)
{
	struct sockaddr_in *ipv4 = (struct sockaddr_in *)out_address;
	struct sockaddr_in6 *ipv6 = (struct sockaddr_in6 *)out_address;

	*out_address = (struct sockaddr_storage){ 0 };
	if (inet_pton(AF_INET, address, &ipv4->sin_addr) == 1) {
		ipv4->sin_family = AF_INET;
		ipv4->sin_port = htons(port);
		*out_len = sizeof(*ipv4);
		return true;
	}
	ipv6->sin6_family = AF_INET6;
	ipv6->sin6_port = htons(port);
	*out_len = sizeof(*ipv6);
	return inet_pton(AF_INET6, address, &ipv6->sin6_addr) == 1;
}

int listener_open(const char *address, uint16_t port, struct fault *fault)
{
	struct sockaddr_storage where;
	socklen_t len;
	int on = 1;
	int fd;

	if (!read_address(address, port, &where, &len)) {
		fault_set(fault, FAULT_USAGE, "%s: not a numeric IP address", address);
		return -1;
	}
	fd = socket(where.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
	    bind(fd, (struct sockaddr *)&where, len) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	fault_set_errno(fault, errno, "cannot listen on %s:%u", address, port);
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool is_listening(int socket)
{
	int accepts = 0;
	socklen_t len = sizeof(accepts);

	return getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &accepts, &len) == 0 && accepts;
}

bool listener_inherit(const struct listener_environment *environment, struct fault *fault,
		      int *out_socket)
{
	struct listener_place place;
	int fd = FIRST_INHERITED;

	*out_socket = -1;
	if (!environment->pid || !environment->count ||
	    strtol(environment->pid, NULL, 10) != (long)getpid())
		return true;
	if (strcmp(environment->count, "1") != 0)
		return fault_set(fault, FAULT_USAGE,
				 "LISTEN_FDS is %s: expected one socket to be handed over",
				 environment->count);
	if (!is_listening(fd) || !listener_find_place(fd, &place))
		return fault_set(fault, FAULT_USAGE,
				 "what was handed over is not a listening TCP socket");
	if (fcntl(fd, F_SETFL, O_NONBLOCK) != 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
		return fault_set_errno(fault, errno, "cannot use the socket handed over");
	*out_socket = fd;
	return true;
}

bool listener_find_place(int socket, struct listener_place *out_place)
{
	struct sockaddr_storage address = { 0 };
	const struct sockaddr_in *ipv4 = (const struct sockaddr_in *)&address;
	const struct sockaddr_in6 *ipv6 = (const struct sockaddr_in6 *)&address;
	socklen_t len = sizeof(address);

	*out_place = (struct listener_place){ .port = 0 };
	if (getsockname(socket, (struct sockaddr *)&address, &len) != 0)
		return false;
	if (address.ss_family == AF_INET) {
		out_place->port = ntohs(ipv4->sin_port);
		out_place->is_loopback = (ntohl(ipv4->sin_addr.s_addr) >> 24) == IN_LOOPBACKNET;
		return inet_ntop(AF_INET, &ipv4->sin_addr, out_place->address,
				 sizeof(out_place->address));
	}
	out_place->port = ntohs(ipv6->sin6_port);
	out_place->is_loopback = IN6_IS_ADDR_LOOPBACK(&ipv6->sin6_addr);
	return address.ss_family == AF_INET6 &&
	       inet_ntop(AF_INET6, &ipv6->sin6_addr, out_place->address,
			 sizeof(out_place->address));
}

bool listener_notify_ready(const struct listener_environment *environment, struct fault *fault)
{
	static const char state[] = "READY=1";
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const char *path = environment->notify_socket;
	size_t len = path ? strlen(path) : 0;
	socklen_t to_len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
	bool is_told;
	int fd;

	if (!len)
		return true;
	if (len >= sizeof(to.sun_path) || (path[0] != '/' && path[0] != '@'))
		return fault_set(fault, FAULT_USAGE, "NOTIFY_SOCKET is not a path of a socket");
	memcpy(to.sun_path, path, len);
	if (path[0] == '@') /* a name that is not in the file system */
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	is_told = fd >= 0 && sendto(fd, state, strlen(state), MSG_NOSIGNAL,
				    (const struct sockaddr *)&to, to_len) >= 0;
	if (!is_told)
		fault_set_errno(fault, errno, "cannot tell NOTIFY_SOCKET");
	if (fd >= 0)
		close(fd);
	return is_told;
}
