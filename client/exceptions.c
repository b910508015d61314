#include "client/exceptions.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "client/ini.h"
#include "client/organization.h"
#include "wire/clock.h"

struct exceptions_reader {
	struct exceptions *exceptions;
	const char *source;
	struct fault *fault; /* the first one */
};

void exceptions_init(struct exceptions *exceptions, struct arena *arena, enum exceptions_kind kind)
{
	*exceptions = (struct exceptions){ .arena = arena, .kind = kind };
}

/* Room grows by doubling; a power of two is a full array. */
struct exception *exceptions_add(struct exceptions *exceptions, const char *target,
				 const char *source)
{
	size_t count = exceptions->count;
	struct exception *exception;

	if ((count & (count - 1)) == 0) {
		struct exception *more =
			arena_array(exceptions->arena, count ? count * 2 : 1, sizeof(*more));

		if (count > 0)
			memcpy(more, exceptions->items, count * sizeof(*more));
		exceptions->items = more;
	}
	exception = &exceptions->items[exceptions->count++];
	*exception = (struct exception){ .target = target, .source = source };
	return exception;
}

/* Only S3 and SQS have policies that root sessions change. */
static bool is_resource(const char *target)
{
	const char *rest = strncmp(target, "arn:", 4) ? NULL : strchr(target + 4, ':');

	return rest && (!strncmp(rest, ":s3:", 4) || !strncmp(rest, ":sqs:", 5));
}

static void on_section(void *context, const char *section, size_t line)
{
	struct exceptions_reader *reader = context;
	bool takes_resources = reader->exceptions->kind == EXCEPTIONS_RESOURCES;

	if (reader->fault->kind != FAULT_NONE)
		return;
	if (!organization_is_account_id(section) && !(takes_resources && is_resource(section)))
		fault_set(reader->fault, FAULT_USAGE,
			  "%s: line %zu, column 1: [%s] is not an account id of twelve digits%s",
			  reader->source, line, section,
			  takes_resources ? " or the ARN of a bucket or queue" : "");
	exceptions_add(reader->exceptions, section, reader->source);
}

static void on_entry(void *context, const struct ini_entry *entry)
{
	struct exceptions_reader *reader = context;
	struct exception *last;

	if (reader->fault->kind != FAULT_NONE)
		return;
	if (!*entry->section) {
		fault_set(reader->fault, FAULT_USAGE,
			  "%s: line %zu, column 1: expected [ACCOUNT ID] first", reader->source,
			  entry->line);
		return;
	}
	last = &reader->exceptions->items[reader->exceptions->count - 1];
	if (strcmp(entry->name, "reason") == 0) {
		last->reason = entry->value;
	} else if (strcmp(entry->name, "owner") == 0) {
		last->owner = entry->value;
	} else if (strcmp(entry->name, "expires") == 0) {
		last->expires = entry->value;
		if (!clock_parse_iso(entry->value, &last->expires_ms))
			fault_set(reader->fault, FAULT_USAGE,
				  "%s: line %zu, column %zu: expires must be a date as 2027-01-31",
				  reader->source, entry->line, entry->column);
	} else {
		fault_set(reader->fault, FAULT_USAGE,
			  "%s: line %zu, column 1: expected reason, owner or expires, not %s",
			  reader->source, entry->line, entry->name);
	}
}

bool exceptions_parse(struct exceptions *exceptions, const char *text, size_t len,
		      const char *source, struct fault *fault)
{
	struct exceptions_reader reader = { exceptions, source, fault };
	const struct ini_reader ini = { on_entry, on_section, &reader };

	*fault = (struct fault){ 0 };
	if (!ini_parse(exceptions->arena, text, len, &ini, fault))
		return fault_prefix(fault, "%s", source);
	return fault->kind == FAULT_NONE;
}

static bool read_file(struct exceptions *exceptions, const char *path, struct fault *fault)
{
	FILE *file = fopen(path, "re");
	bool has_failed;
	char *text;
	size_t len;

	if (!file) {
		fault_set_errno(fault, errno, "cannot open %s", path);
		fault->kind = FAULT_USAGE;
		return false;
	}
	text = arena_alloc(exceptions->arena, EXCEPTIONS_FILE_MAX + 1);
	len = fread(text, 1, EXCEPTIONS_FILE_MAX + 1, file);
	has_failed = ferror(file);
	fclose(file);
	if (has_failed)
		return fault_set(fault, FAULT_USAGE, "cannot read %s", path);
	if (len > EXCEPTIONS_FILE_MAX)
		return fault_set(fault, FAULT_USAGE, "%s is over %d bytes", path,
				 EXCEPTIONS_FILE_MAX);
	return exceptions_parse(exceptions, text, len, path, fault);
}

bool exceptions_read(struct exceptions *exceptions, const struct options *options,
		     enum option_id option, struct fault *fault)
{
	const struct option_values *files = options_all(options, option);

	for (size_t i = 0; i < files->count; i++)
		if (!read_file(exceptions, files->items[i], fault))
			return false;
	return true;
}

const struct exception *exceptions_find(const struct exceptions *exceptions, const char *target)
{
	for (size_t i = 0; i < exceptions->count; i++)
		if (fnmatch(exceptions->items[i].target, target, 0) == 0)
			return &exceptions->items[i];
	return NULL;
}

bool exception_is_expired(const struct exception *exception, int64_t now_ms)
{
	return exception->expires_ms != 0 && exception->expires_ms <= now_ms;
}

const char *exception_text(struct arena *arena, const struct exception *exception, const char *verb,
			   int64_t now_ms)
{
	bool is_expired = exception_is_expired(exception, now_ms);

	return arena_printf(
		arena, "%s by %s%s%s%s%s%s%s", verb, exception->source,
		exception->reason ? ": " : "", exception->reason ? exception->reason : "",
		exception->owner ? ", owner " : "", exception->owner ? exception->owner : "",
		is_expired ? "; expired " : "", is_expired ? exception->expires : "");
}
