#include "mock/iam/service_name.h"

#include <string.h>

/* The file service_names.tsv: a prefix, a tab and a name on each line. */
extern const char iam_service_names_tsv[];

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (const char *at = strchr(text, '\n'); at; at = strchr(at + 1, '\n'))
		count++;
	return count;
}

size_t iam_service_names(struct call *call, const struct iam_service_name **out_names)
{
	size_t count = count_lines(iam_service_names_tsv);
	struct iam_service_name *names = arena_array(call->arena, count, sizeof(*names));
	char *line = arena_strdup(call->arena, iam_service_names_tsv);

	for (size_t i = 0; i < count; i++) {
		char *tab = strchr(line, '\t'), *end = strchr(line, '\n');

		*tab = *end = '\0';
		names[i] = (struct iam_service_name){ line, tab + 1 };
		line = end + 1;
	}
	*out_names = names;
	return count;
}
