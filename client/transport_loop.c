#include "client/transport_loop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS_MAX = 128 };

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* @known is set once the socket is in the epoll set. */
static int on_socket(CURL *easy, curl_socket_t fd, int what, void *context, void *known)
{
	struct transport_loop *loop = context;
	struct epoll_event event = { .data.fd = fd };

	UNUSED(easy);
	if (what == CURL_POLL_REMOVE) {
		/* The socket may be closed already, which took it out of the set. */
		epoll_ctl(loop->epoll, EPOLL_CTL_DEL, fd, NULL);
		return 0;
	}
	if (what & CURL_POLL_IN)
		event.events |= EPOLLIN;
	if (what & CURL_POLL_OUT)
		event.events |= EPOLLOUT;
	if (epoll_ctl(loop->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) != 0 &&
	    (errno != EEXIST || epoll_ctl(loop->epoll, EPOLL_CTL_MOD, fd, &event) != 0))
		return -1;
	curl_multi_assign(loop->multi, fd, loop);
	return 0;
}

static int on_timer(CURLM *multi, long timeout_ms, void *context)
{
	struct transport_loop *loop = context;

	UNUSED(multi);
	loop->timer_ms = timeout_ms < 0 ? -1 : now_ms() + timeout_ms;
	return 0;
}

void transport_loop_init(struct transport_loop *loop, CURLM *multi)
{
	*loop = (struct transport_loop){ .multi = multi, .timer_ms = -1 };
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll < 0)
		abort();
	curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, loop);
	curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(multi, CURLMOPT_TIMERDATA, loop);
}

void transport_loop_done(struct transport_loop *loop)
{
	close(loop->epoll);
}

static void run_timer(struct transport_loop *loop)
{
	int running;

	if (loop->timer_ms < 0 || loop->timer_ms > now_ms())
		return;
	loop->timer_ms = -1; /* curl sets it again if it wants */
	curl_multi_socket_action(loop->multi, CURL_SOCKET_TIMEOUT, 0, &running);
}

static void run_sockets(struct transport_loop *loop, int timeout_ms)
{
	struct epoll_event events[EVENTS_MAX];
	int count = epoll_wait(loop->epoll, events, EVENTS_MAX, timeout_ms), running;

	for (int i = 0; i < count; i++) {
		int what = 0;

		if (events[i].events & EPOLLIN)
			what |= CURL_CSELECT_IN;
		if (events[i].events & EPOLLOUT)
			what |= CURL_CSELECT_OUT;
		if (events[i].events & (EPOLLERR | EPOLLHUP))
			what |= CURL_CSELECT_ERR;
		curl_multi_socket_action(loop->multi, events[i].data.fd, what, &running);
	}
}

void transport_loop_work(struct transport_loop *loop)
{
	run_sockets(loop, 0);
	run_timer(loop);
}

void transport_loop_wait(struct transport_loop *loop, int timeout_ms)
{
	int64_t timer_left_ms = loop->timer_ms < 0 ? timeout_ms : loop->timer_ms - now_ms();

	if (timer_left_ms < 0)
		timer_left_ms = 0;
	if (timer_left_ms < timeout_ms)
		timeout_ms = (int)timer_left_ms;
	run_sockets(loop, timeout_ms);
	run_timer(loop);
}
