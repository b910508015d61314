/*
 * transport_loop.h - waits for libcurl's sockets and timer with epoll.
 *
 * Private to transport.c. curl_multi_poll() looks at every conversation each
 * time; with hundreds under way that costs more than the conversations.
 */
#pragma once

#include <curl/curl.h>

#include "wire/base.h"

struct transport_loop {
	CURLM *multi;
	int epoll;
	int64_t timer_ms; /* CLOCK_MONOTONIC when curl wants to be called; -1: not */
};

/* Sets the callbacks of @multi. */
void transport_loop_init(struct transport_loop *loop, CURLM *multi);

/* After curl_multi_cleanup(). */
void transport_loop_done(struct transport_loop *loop);

/* Does what is due without waiting. */
void transport_loop_work(struct transport_loop *loop);

/* Waits at most @timeout_ms, less if curl's timer is due before, and does what came. */
void transport_loop_wait(struct transport_loop *loop, int timeout_ms);
