#include "mock/iam/aws_catalogue.h"

#include <assert.h>
#include <string.h>

#include "wire/clock.h"

/* Lines in the order of their bytes, after one that names the columns. */
extern const char aws_policies_tsv[];

enum { COLUMNS = 4 };

static const char *first_line(void)
{
	return strchr(aws_policies_tsv, '\n') + 1;
}

static int64_t day(const char *text)
{
	int64_t ms = 0;
	bool is_day = clock_parse_iso(text, &ms);

	assert(is_day);
	return ms;
}

/* Reads the line that begins at @line, which ends with a newline. */
static struct aws_catalogue_entry read_line(struct arena *arena, const char *line)
{
	const char *column[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++) {
		size_t len = strcspn(line, "\t\n");

		column[i] = arena_strndup(arena, line, len);
		line += len + 1;
	}
	return (struct aws_catalogue_entry){ column[0], column[1], day(column[2]), day(column[3]) };
}

/* As strcmp of the line's name and @name. */
static int compare(const char *line, const char *name)
{
	size_t len = strcspn(line, "\t");
	int order = strncmp(line, name, len);

	return order == 0 && name[len] ? -1 : order;
}

bool aws_catalogue_find(struct arena *arena, const char *name,
			struct aws_catalogue_entry *out_entry)
{
	const char *low = first_line(), *high = low + strlen(low);

	while (low < high) {
		const char *middle = low + (high - low) / 2;
		int order;

		while (middle > low && middle[-1] != '\n')
			middle--;
		order = compare(middle, name);
		if (order == 0) {
			*out_entry = read_line(arena, middle);
			return true;
		}
		if (order < 0)
			low = strchr(middle, '\n') + 1;
		else
			high = middle;
	}
	return false;
}

bool aws_catalogue_next(struct arena *arena, const char **cursor,
			struct aws_catalogue_entry *out_entry)
{
	const char *line = *cursor ? *cursor : first_line();

	if (!*line)
		return false;
	*out_entry = read_line(arena, line);
	*cursor = strchr(line, '\n') + 1;
	return true;
}
