#include "scenarios/artifacts.h"

#include <errno.h>
#include <sys/stat.h>

#include "client/durable.h"
#include "scenarios/file.h"
#include "wire/json_writer.h"

void artifacts_begin(struct artifacts *artifacts, struct arena *arena, const char *folder,
		     const char *scenario_path)
{
	*artifacts = (struct artifacts){
		.folder = folder,
		.name = scenario_path ? file_base_name(arena, scenario_path) : "default",
	};
	buffer_init(&artifacts->transcript, arena, 4096);
}

void artifacts_add(struct artifacts *artifacts, char *const *arguments,
		   const struct process_result *result)
{
	struct buffer *out = &artifacts->transcript;

	if (!artifacts->folder)
		return;
	buffer_add_char(out, '$');
	for (; *arguments; arguments++) {
		buffer_add_char(out, ' ');
		buffer_add_text(out, *arguments);
	}
	buffer_printf(out, "\n%s%s[%d]\n", result->out, result->errors, result->exit_status);
}

static const char *journal_text(struct arena *arena, const struct json_value *journal)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, arena, 64 * 1024);
	json_writer_init(&json, &text, true);
	json_tree(&json, journal);
	buffer_add_char(&text, '\n');
	return text.data;
}

bool artifacts_write(struct artifacts *artifacts, struct arena *arena, const struct server *server,
		     struct fault *fault)
{
	const char *base = arena_printf(arena, "%s/%s", artifacts->folder, artifacts->name);
	const struct json_value *journal;

	if (!artifacts->folder)
		return true;
	if (mkdir(artifacts->folder, 0700) != 0 && errno != EEXIST)
		return fault_set_errno(fault, errno, "%s", artifacts->folder);
	return server_read(arena, server, "/_mattock/requests", fault, &journal) &&
	       durable_write_file(arena, arena_printf(arena, "%s.journal.json", base),
				  journal_text(arena, journal), fault) &&
	       durable_write_file(arena, arena_printf(arena, "%s.output", base),
				  artifacts->transcript.data, fault);
}
