#include "mock/control_clock.h"

#include <string.h>

#include "mock/control_answer.h"
#include "mock/namespace.h"
#include "mock/scenario/reader.h"
#include "wire/json_writer.h"

static const char *const modes[] = { "real", "frozen", "offset", NULL };

struct wanted {
	const char *mode;
	const struct json_value *time, *advance;
};

static const struct reader_field fields[] = {
	{ "mode", READER_TEXT, offsetof(struct wanted, mode), .choices = modes },
	{ "time", READER_VALUE, offsetof(struct wanted, time) },
	{ "advance", READER_VALUE, offsetof(struct wanted, advance) },
	{ NULL },
};

void control_clock_get(struct control *control, const struct server_request *request,
		       struct http_response *out_response)
{
	char time[CLOCK_ISO_LEN + 1];
	struct json_writer json;
	struct buffer body;

	clock_format_iso(namespace_now_ms(control->space), time);
	buffer_init(&body, request->arena, 128);
	json_writer_init(&json, &body, false);
	json_open_object(&json);
	json_key(&json, "mode");
	json_string(&json, namespace_clock_mode_name(control->space->clock.mode));
	json_key(&json, "time");
	json_string(&json, time);
	json_close_object(&json);
	buffer_add_char(&body, '\n');
	control_respond(request, 200, &body, out_response);
}

static bool advance(struct reader *reader, const struct json_value *by, struct namespace *space)
{
	int64_t ms;

	reader->now_ms = 0;
	if (!reader_time(reader, by, &ms))
		return false;
	if (by->text[0] != '+')
		return reader_fail(reader, by, "expected a time ahead, such as \"+15m\"");
	namespace_clock_advance(&space->clock, ms);
	return true;
}

static bool set_mode(struct reader *reader, const struct wanted *wanted, struct namespace *space)
{
	struct namespace_clock clock = { .mode = NAMESPACE_CLOCK_REAL };
	struct clock wall = clock_system();
	int64_t time_ms = namespace_now_ms(space);

	if (wanted->time && !reader_time(reader, wanted->time, &time_ms))
		return false;
	if (strcmp(wanted->mode, "frozen") == 0) {
		clock.mode = NAMESPACE_CLOCK_FROZEN;
		clock.frozen_ms = time_ms;
	} else if (strcmp(wanted->mode, "offset") == 0) {
		clock.mode = NAMESPACE_CLOCK_OFFSET;
		clock.offset_ms = time_ms - clock_now_ms(&wall);
	} else if (wanted->time) {
		return reader_fail(reader, wanted->time, "expected no time: the clock is real");
	}
	space->clock = clock;
	return true;
}

static bool set_clock(struct reader *reader, struct namespace *space)
{
	struct wanted wanted = { 0 };

	if (!reader_object(reader, reader->root, fields, &wanted))
		return false;
	if (!wanted.mode == !wanted.advance)
		return reader_fail(reader, reader->root, "expected either mode or advance");
	return wanted.advance ? advance(reader, wanted.advance, space)
			      : set_mode(reader, &wanted, space);
}

void control_clock_post(struct control *control, const struct server_request *request,
			struct http_response *out_response)
{
	struct fault fault;
	struct reader reader = { .arena = request->arena,
				 .fault = &fault,
				 .file = "request",
				 .now_ms = namespace_now_ms(control->space) };

	if (!reader_parse(&reader, request->http.body, request->http.body_len) ||
	    !set_clock(&reader, control->space)) {
		control_refuse(request, 400, fault.message, out_response);
		return;
	}
	namespace_settle(control->space);
	control_clock_get(control, request, out_response);
}
