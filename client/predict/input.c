#include "client/predict/input.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "wire/buffer.h"

enum { CHUNK = 16 * 1024 };

static bool read_stream(struct arena *arena, FILE *stream, struct input *input, struct fault *fault)
{
	struct buffer text;
	char chunk[CHUNK];
	size_t got;

	buffer_init(&text, arena, CHUNK);
	while ((got = fread(chunk, 1, sizeof(chunk), stream)) > 0) {
		if (text.len + got > INPUT_MAX)
			return fault_set(fault, FAULT_INPUT, "%s is over %d bytes", input->name,
					 INPUT_MAX);
		buffer_add(&text, chunk, got);
	}
	if (ferror(stream))
		return fault_set_errno(fault, errno, "cannot read %s", input->name);
	input->text = text.data;
	input->len = text.len;
	return true;
}

bool input_read(const struct invocation *invocation, const char *path, struct input *out_input,
		struct fault *fault)
{
	bool is_standard = strcmp(path, "-") == 0, is_read;
	FILE *stream = is_standard ? invocation->input : fopen(path, "re");

	*out_input = (struct input){ .name = is_standard ? "<stdin>" : path };
	if (!stream)
		return fault_set_errno(fault, errno, "cannot open %s", path);
	is_read = read_stream(invocation->arena, stream, out_input, fault);
	if (!is_standard)
		fclose(stream);
	return is_read;
}
