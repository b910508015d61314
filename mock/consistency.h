/*
 * consistency.h - how long AWS goes on with what was so before.
 *
 * One table: a row for each kind of change that AWS lets some requests see
 * late, with the time that was recorded or is assumed, and the worst. A
 * namespace is strong (nothing is late), aws (the times of the table), or
 * adversarial (until the worst time each request sees the old or the new
 * state, as the seed says).
 */
#pragma once

#include "mock/history.h"
#include "mock/scenario/reader.h"
#include "wire/base.h"

struct exchange;

enum consistency_model { CONSISTENCY_STRONG, CONSISTENCY_AWS, CONSISTENCY_ADVERSARIAL };

struct consistency {
	enum consistency_model model;
	double scale;    /* times of the table are multiplied by it; 0 stands for 1 */
	bool uses_clock; /* they pass with the namespace's clock */
};

/* A view a request has of an older state; a part of struct exchange. */
struct consistency_view {
	bool is_open;
	bool is_whole; /* until the request ends; otherwise until it is authorized */
};

/* Reads "strong", "aws", "adversarial", or an object with model, scale and time. */
MUST_USE bool consistency_read(struct reader *reader, const struct json_value *value,
			       struct consistency *out_consistency);

/* The name of a model. */
const char *consistency_model_name(enum consistency_model model);

/* Stage: takes back what this request does not see yet. */
enum api_status consistency_begin(struct exchange *exchange);

/* Stage: what only decisions see late is done with. */
enum api_status consistency_decided(struct exchange *exchange);

/* A view of the state before the last @ms, for a rule of its own; real time or the clock's. */
void consistency_look_back(struct exchange *exchange, int64_t ms, bool by_clock);

/* The request is over: its view ends. False: nothing of it may be kept. */
MUST_USE bool consistency_end(struct exchange *exchange);

/* What has been committed may be asked for later. */
void consistency_note(struct exchange *exchange);
