#include "mock/profiles.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mock/call.h"
#include "mock/database.h"
#include "mock/namespace.h"
#include "wire/json_reader.h"

#define PREFIX "caller."

struct profile {
	const char *name, *value;
};

static const struct database_row form = {
	sizeof(struct profile),
	(const struct database_column[]){
		{ "name", offsetof(struct profile, name), COLUMN_TEXT },
		{ "value", offsetof(struct profile, value), COLUMN_TEXT },
		{ NULL, 0, COLUMN_TEXT },
	},
};

/* A caller without credentials any more, whose key was deleted, has an empty profile. */
static void add_profile(struct call *call, const char *name, const char *value, struct buffer *out)
{
	const struct json_value *caller = NULL;
	struct fault ignored;
	const char *key, *secret;

	buffer_printf(out, "[%s]\n", name);
	if (!json_read(call->arena, value, strlen(value), &ignored, &caller))
		return;
	key = json_get_string(caller, "key");
	if (!key) {
		buffer_printf(out, "role_arn = %s\nsource_profile = %s\n\n",
			      json_get_string(caller, "role"), json_get_string(caller, "via"));
		return;
	}
	secret = database_string(call, "SELECT secret FROM access_key WHERE id = :id",
				 DATABASE_VALUES(database_text("id", key)));
	if (secret)
		buffer_printf(out, "aws_access_key_id = %s\naws_secret_access_key = %s\n\n", key,
			      secret);
}

static bool write_file(const char *path, const struct buffer *text, struct fault *fault)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (fd < 0)
		return fault_set_errno(fault, errno, "cannot write %s", path);
	if (write(fd, text->data, text->len) != (ssize_t)text->len) {
		fault_set_errno(fault, errno, "cannot write %s", path);
		close(fd);
		return false;
	}
	close(fd);
	return true;
}

void profiles_add(struct namespace *space, struct arena *arena, struct buffer *out)
{
	struct call call = { .arena = arena, .database = space->database };
	struct profile *profiles;
	size_t count, first = 0;

	count = database_rows(&call,
			      "SELECT name, value FROM setting WHERE name > 'caller.' AND name < "
			      "'caller/' ORDER BY name",
			      DATABASE_NO_VALUES, &form, &profiles);
	for (size_t i = 0; i < count; i++) {
		const char *name = profiles[i].name + strlen(PREFIX);

		add_profile(&call, name, profiles[i].value, out);
		if (strcmp(name, "admin") == 0)
			first = i;
	}
	if (count > 0)
		add_profile(&call, "default", profiles[first].value, out);
}

bool profiles_write(struct namespace *space, const char *path, struct fault *fault)
{
	struct arena arena = { 0 };
	struct buffer text;
	bool is_written;

	buffer_init(&text, &arena, 1024);
	profiles_add(space, &arena, &text);
	is_written = write_file(path, &text, fault);
	arena_wipe(&arena);
	arena_done(&arena);
	return is_written;
}
