/*
 * command_explain_error.c - explain error: what an error of AWS means, and what to do.
 */
#include <stdio.h>
#include <string.h>

#include "client/fault_text.h"
#include "client/predict/commands.h"
#include "wire/buffer.h"

enum column { CODE, OPERATION, MEANING, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[CODE] = { .title = "Code", .key = "code" },
	[OPERATION] = { .title = "Operation", .key = "operation" },
	[MEANING] = { .key = "meaning" },
};

static void take(char *out, size_t room, const char *from, size_t len)
{
	snprintf(out, room, "%.*s", (int)(len < room ? len : room - 1), from);
}

/*
 * Reads "An error occurred (CODE) when calling the OPERATION operation: MESSAGE", anything that
 * has it, or a code alone.
 */
static bool read_error(const char *text, struct fault *out_error)
{
	static const char begin[] = "An error occurred (", middle[] = ") when calling the ",
			  end[] = " operation: ";
	const char *code = strstr(text, begin), *operation, *message;

	*out_error = (struct fault){ .kind = FAULT_SERVICE };
	if (!code) {
		take(out_error->code, sizeof(out_error->code), text, strlen(text));
		return !strchr(text, ' ');
	}
	code += strlen(begin);
	operation = strstr(code, middle);
	message = operation ? strstr(operation, end) : NULL;
	if (!message)
		return false;
	take(out_error->code, sizeof(out_error->code), code, (size_t)(operation - code));
	operation += strlen(middle);
	take(out_error->operation, sizeof(out_error->operation), operation,
	     (size_t)(message - operation));
	message += strlen(end);
	take(out_error->message, sizeof(out_error->message), message, strlen(message));
	return true;
}

bool command_explain_error(struct invocation *invocation, struct fault *fault)
{
	struct buffer text;
	struct fault error;
	struct table record;
	struct table_cell *cells;
	const char *advice;

	buffer_init(&text, invocation->arena, 256);
	for (size_t i = 0; i < invocation->argument_count; i++)
		buffer_printf(&text, "%s%s", i ? " " : "", invocation->arguments[i]);
	if (!read_error(text.data, &error))
		return fault_set(fault, FAULT_USAGE,
				 "that is neither a code nor a line as \"An error occurred (Code) "
				 "when calling the Operation operation: message\"");
	advice = fault_advices(invocation->arena, &error);
	table_init(&record, invocation->arena, columns, COLUMNS);
	cells = table_add(&record);
	cells[CODE].text = error.code;
	cells[OPERATION].text = *error.operation ? error.operation : NULL;
	cells[MEANING].text = advice;
	output_document(
		&invocation->output,
		&(struct output_document){ .kind = "explainError",
					   .record = &record,
					   .footer = advice ? advice : "Nothing is known of it." });
	if (!advice)
		invocation_raise(invocation, EXIT_PARTIAL);
	return true;
}
