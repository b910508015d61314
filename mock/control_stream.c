#include "mock/control_stream.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mock/control_answer.h"
#include "mock/journal.h"
#include "mock/journal_filter.h"
#include "mock/namespaces.h"
#include "wire/uri.h"

enum { PIECE = 64 * 1024 }; /* bytes after which the connection is served first */

/* One stream. It lives until its connection ends, which may be after its namespace. */
struct stream {
	struct arena arena; /* of the filter's texts */
	struct namespaces *namespaces;
	char name[NAMESPACE_NAME_MAX + 1];
	uint64_t serial;  /* of the namespace, whose name may be given again */
	uint64_t version; /* of the namespaces when @journal was found */
	const struct journal *journal;
	struct journal_filter filter;
	uint64_t number;     /* of the last entry looked at */
	uint64_t generation; /* of the journal */
	bool is_open;        /* the first event was sent */
	bool holds;
};

/* False when the namespace has ended. */
static bool find_journal(struct stream *stream)
{
	const struct namespaces_entry *entry;
	uint64_t version = namespaces_version(stream->namespaces);

	if (stream->journal && stream->version == version)
		return true;
	entry = namespaces_find(stream->namespaces, stream->name);
	if (!entry || entry->serial != stream->serial)
		return false;
	stream->version = version;
	stream->journal = entry->space->journal;
	return true;
}

static void add_event(struct buffer *out, const char *event, const char *member, uint64_t number)
{
	buffer_printf(out, "event: %s\ndata: {\"%s\": %" PRIu64 "}\n\n", event, member, number);
}

/* The first event, and the one that says that numbers begin anew. */
static void begin(struct stream *stream, struct buffer *out)
{
	uint64_t generation = journal_generation(stream->journal);

	if (!stream->is_open) {
		add_event(out, "open", "last", journal_last(stream->journal));
		if (stream->number + 1 < journal_first(stream->journal))
			stream->number = journal_first(stream->journal) - 1;
	} else if (generation != stream->generation) {
		add_event(out, "reset", "last", journal_last(stream->journal));
		stream->number = 0;
	}
	stream->is_open = true;
	stream->generation = generation;
}

static enum server_turn read_stream(void *context, struct buffer *out)
{
	struct stream *stream = context;
	struct buffer entry;
	ARENA_AUTO(arena);

	if (!find_journal(stream)) {
		buffer_add_text(out,
				"event: end\ndata: {\"why\": \"The namespace has ended.\"}\n\n");
		return SERVER_IS_DONE;
	}
	begin(stream, out);
	if (stream->number + 1 < journal_first(stream->journal)) {
		/* It reads more slowly than requests come: what it missed is gone. */
		add_event(out, "dropped", "last", journal_first(stream->journal) - 1);
		return SERVER_IS_DONE;
	}
	while (out->len < PIECE && journal_filter_find(&stream->filter, stream->journal,
						       &stream->number, &arena, &entry)) {
		buffer_printf(out, "id: %" PRIu64 "\nevent: request\ndata: ", stream->number);
		buffer_add(out, entry.data, entry.len);
		buffer_add_text(out, "\n\n");
		arena_reset(&arena);
	}
	return out->len > 0 ? SERVER_SPEAKS : SERVER_WAITS;
}

static void end_stream(void *context)
{
	struct stream *stream = context;

	namespaces_unlisten(stream->namespaces, stream->name, stream->serial, stream->holds);
	arena_done(&stream->arena);
	free(stream);
}

/* Where it begins: behind `after`, behind what a reader that comes back has seen, or now. */
static bool read_start(struct stream *stream, const struct server_request *request,
		       struct fault *fault)
{
	const char *seen = http_headers_get(&request->http.headers, "Last-Event-ID");

	if (!journal_filter_read(&stream->arena, request->http.query, fault, &stream->filter))
		return false;
	stream->number = seen                       ? strtoull(seen, NULL, 10)
			 : stream->filter.has_after ? stream->filter.after
						    : journal_last(stream->journal);
	return true;
}

static bool listen(struct stream *stream, const struct control *control,
		   const struct server_request *request, struct fault *fault)
{
	const char *hold = uri_query_get(request->arena, request->http.query, "hold");
	struct namespaces_entry *entry = namespaces_find(control->namespaces, control->name);

	stream->namespaces = control->namespaces;
	stream->serial = entry->serial;
	stream->holds = hold && strcmp(hold, "1") == 0;
	snprintf(stream->name, sizeof(stream->name), "%s", entry->name);
	return find_journal(stream) && read_start(stream, request, fault) &&
	       namespaces_listen(control->namespaces, entry, stream->holds, fault);
}

void control_stream_get(struct control *control, const struct server_request *request,
			struct http_response *out_response)
{
	struct stream *stream = calloc(1, sizeof(*stream));
	struct fault fault;

	if (!stream)
		abort();
	if (!listen(stream, control, request, &fault)) {
		arena_done(&stream->arena);
		free(stream);
		control_refuse(request, fault.kind == FAULT_REFUSED ? 429 : 400, fault.message,
			       out_response);
		return;
	}
	*control->out_source = (struct server_source){ read_stream, end_stream, stream };
	out_response->status = 200;
	http_headers_add(&out_response->headers, request->arena, "Content-Type",
			 "text/event-stream");
	http_headers_add(&out_response->headers, request->arena, "Cache-Control", "no-store");
}
