#include "client/option.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/suggest.h"
#include "wire/buffer.h"

static const char *const output_choices[] = { "table", "json", "csv", NULL };

static const char *const kinds[] = { "accessKey", "signingCertificate", "mfaDevice", "password",
				     NULL };
static const char *const uses[] = { "scp",     "rcp",        "managed",  "inline", "trust",
				    "session", "delegation", "resource", NULL };
static const char *const answers[] = { "allow", "deny", NULL };
static const char *const gate_scopes[] = { "account", "item", NULL };

static const struct option rows[OPTION_COUNT] = {
	[OPTION_PROFILE] = { .name = "profile",
			     .argument = "NAME",
			     .help = "use this profile of the AWS configuration files",
			     .is_global = true },
	[OPTION_REGION] = { .name = "region",
			    .argument = "REGION",
			    .help = "the region whose STS endpoint is used",
			    .is_global = true },
	[OPTION_ENDPOINT_URL] = { .name = "endpoint-url",
				  .argument = "URL",
				  .help = "send every request there, as for a mock",
				  .is_global = true },
	[OPTION_OUTPUT] = { .name = "output",
			    .argument = "FORM",
			    .help = "table (default), json or csv",
			    .is_global = true,
			    .choices = output_choices },
	[OPTION_PARALLEL] = { .name = "parallel",
			      .argument = "N",
			      .help = "work on N accounts at a time (default 10, at most 1000)",
			      .is_global = true },
	[OPTION_DEBUG] = { .name = "debug",
			   .help = "write each request to standard error, without secrets",
			   .is_global = true },
	[OPTION_HELP] = { .name = "help", .letter = 'h', .help = "show help", .is_global = true },
	[OPTION_VERSION] = { .name = "version", .help = "show the version", .is_global = true },

	[OPTION_ALL] = { .name = "all", .help = "every account of the organization" },
	[OPTION_OU] = { .name = "ou",
			.argument = "OU",
			.help = "accounts below this unit, by id, name or path; repeatable",
			.is_repeated = true },
	[OPTION_TAG] = { .name = "tag",
			 .argument = "KEY=VALUE",
			 .help = "accounts with this tag; repeated, all must match",
			 .is_repeated = true },
	[OPTION_NAME] = { .name = "name",
			  .argument = "PATTERN",
			  .help = "accounts whose name matches, as in *-prod; repeatable",
			  .is_repeated = true },
	[OPTION_EXCLUDE] = { .name = "exclude",
			     .argument = "ACCOUNT",
			     .help = "leave this account out; repeatable",
			     .is_repeated = true },
	[OPTION_EXCLUDE_FILE] = { .name = "exclude-file",
				  .argument = "FILE",
				  .help = "leave the accounts listed in this file out",
				  .is_repeated = true },

	[OPTION_SESSIONS] = { .name = "sessions",
			      .help = "privileged root actions (RootSessions)" },
	[OPTION_CREDENTIALS] = { .name = "credentials",
				 .help = "management of root credentials "
					 "(RootCredentialsManagement)" },
	[OPTION_TRUST] = { .name = "trust", .help = "also end trusted access for IAM" },
	[OPTION_YES] = { .name = "yes", .letter = 'y', .help = "do not ask" },

	[OPTION_OUT] = { .name = "out",
			 .letter = 'o',
			 .argument = "FILE",
			 .help = "write to this file" },
	[OPTION_PLAN] = { .name = "plan",
			  .argument = "FILE",
			  .help = "the accounts that this plan changes" },
	[OPTION_KIND] = { .name = "kind",
			  .argument = "KIND",
			  .help = "delete this kind only: accessKey, signingCertificate, mfaDevice "
				  "or password; repeatable",
			  .is_repeated = true,
			  .choices = kinds },
	[OPTION_KEY_DAYS] = { .name = "key-unused-days",
			      .argument = "DAYS",
			      .help = "refuse keys used more recently than this (90)" },
	[OPTION_GATE_SCOPE] = { .name = "gate-scope",
				.argument = "SCOPE",
				.help = "what a refused key holds back: account (default) or item",
				.choices = gate_scopes },
	[OPTION_VALID_HOURS] = { .name = "valid-hours",
				 .argument = "HOURS",
				 .help = "how long the plan may be applied (24)" },

	[OPTION_AS] = { .name = "as",
			.argument = "USE",
			.help = "what the policy is written as: scp, rcp, managed, inline, trust, "
				"session, delegation or resource",
			.choices = uses },
	[OPTION_SCENARIO] = { .name = "scenario",
			      .argument = "FILE",
			      .help = "the organization of this scenario instead of the "
				      "endpoint's" },
	[OPTION_EXPECT] = { .name = "expect",
			    .argument = "ANSWER",
			    .help = "allow or deny: end with 3 if it is not that",
			    .choices = answers },
	[OPTION_TASK] = { .name = "task",
			  .argument = "TASK",
			  .help = "only this task: audit, delete, create-password, unlock-s3 or "
				  "unlock-sqs" },
	[OPTION_ATTACH] = { .name = "attach",
			    .argument = "FILE",
			    .help = "attach the policy in this file; --as rcp if it is no SCP" },
	[OPTION_TO] = { .name = "to",
			.argument = "TARGET",
			.help = "attach it there: root, a unit by id, path or name, or an "
				"account" },
	[OPTION_DETACH] = { .name = "detach",
			    .argument = "POLICY",
			    .help = "detach this policy, by id or name" },
	[OPTION_FROM] = { .name = "from", .argument = "TARGET", .help = "detach it there" },
};

const struct option *option_row(enum option_id id)
{
	return &rows[id];
}

struct parser {
	struct arena *arena;
	const char *const *arguments;
	size_t count, at;
	struct command_line *line;
	struct fault *fault;
};

static enum option_id find_name(const char *name, size_t len)
{
	for (int id = 1; id < OPTION_COUNT; id++)
		if (strlen(rows[id].name) == len && strncmp(rows[id].name, name, len) == 0)
			return (enum option_id)id;
	return OPTION_END;
}

static enum option_id find_letter(char letter)
{
	for (int id = 1; id < OPTION_COUNT; id++)
		if (rows[id].letter && rows[id].letter == letter)
			return (enum option_id)id;
	return OPTION_END;
}

static bool unknown_option(struct parser *parser, const char *argument)
{
	const char *names[OPTION_COUNT] = { NULL };
	const char *nearest;

	for (int id = 1; id < OPTION_COUNT; id++)
		names[id - 1] = rows[id].name;
	nearest = argument[1] == '-' ? suggest_nearest(argument + 2, names) : NULL;
	return fault_set(parser->fault, FAULT_USAGE, "unknown option %s%s%s%s", argument,
			 nearest ? "; did you mean --" : "", nearest ? nearest : "",
			 nearest ? "?" : "");
}

static bool is_choice(const struct option *option, const char *text)
{
	for (size_t i = 0; option->choices && option->choices[i]; i++)
		if (strcmp(option->choices[i], text) == 0)
			return true;
	return !option->choices;
}

static bool choice_fault(struct parser *parser, const struct option *option, const char *text)
{
	struct buffer list;

	buffer_init(&list, parser->arena, 64);
	for (size_t i = 0; option->choices[i]; i++)
		buffer_printf(&list, "%s%s", i ? ", " : "", option->choices[i]);
	return fault_set(parser->fault, FAULT_USAGE, "--%s cannot be \"%s\"; it is one of: %s",
			 option->name, text, list.data);
}

static bool add_value(struct parser *parser, enum option_id id, const char *text)
{
	const struct option *option = &rows[id];
	struct option_values *values = &parser->line->options.values[id];

	if (text && !*text)
		return fault_set(parser->fault, FAULT_USAGE, "--%s needs %s", option->name,
				 option->argument);
	if (text && !is_choice(option, text))
		return choice_fault(parser, option, text);
	if (values->count > 0 && !option->is_repeated && option->argument)
		return fault_set(parser->fault, FAULT_USAGE, "--%s is given twice", option->name);
	if (!values->items)
		values->items = arena_array(parser->arena, parser->count, sizeof(*values->items));
	values->items[values->count++] = text ? text : "";
	return true;
}

/* @given is what stands behind "=" or the letter, or NULL. */
static bool read_option(struct parser *parser, enum option_id id, const char *given)
{
	const struct option *option = &rows[id];

	if (!option->argument)
		return given ? fault_set(parser->fault, FAULT_USAGE, "--%s takes no argument",
					 option->name)
			     : add_value(parser, id, NULL);
	if (given)
		return add_value(parser, id, given);
	if (parser->at == parser->count)
		return fault_set(parser->fault, FAULT_USAGE, "--%s needs %s", option->name,
				 option->argument);
	return add_value(parser, id, parser->arguments[parser->at++]);
}

static bool read_argument(struct parser *parser)
{
	const char *argument = parser->arguments[parser->at++];
	size_t len;
	enum option_id id;

	if (argument[0] != '-' || argument[1] == '\0') {
		parser->line->words[parser->line->word_count++] = argument;
		return true;
	}
	if (argument[1] != '-') {
		id = find_letter(argument[1]);
		return id ? read_option(parser, id, argument[2] ? argument + 2 : NULL)
			  : unknown_option(parser, argument);
	}
	len = strcspn(argument + 2, "=");
	id = find_name(argument + 2, len);
	return id ? read_option(parser, id, argument[2 + len] ? argument + 3 + len : NULL)
		  : unknown_option(parser, argument);
}

bool options_parse(struct arena *arena, const char *const *arguments, size_t count,
		   struct command_line *out_line, struct fault *fault)
{
	struct parser parser = { .arena = arena,
				 .arguments = arguments,
				 .count = count,
				 .line = out_line,
				 .fault = fault };

	*out_line = (struct command_line){ .words = arena_array(arena, count, sizeof(char *)) };
	while (parser.at < count) {
		if (strcmp(arguments[parser.at], "--") == 0) {
			parser.at++;
			break;
		}
		if (!read_argument(&parser))
			return false;
	}
	while (parser.at < count)
		out_line->words[out_line->word_count++] = arguments[parser.at++];
	return true;
}

bool options_has(const struct options *options, enum option_id id)
{
	return options->values[id].count > 0;
}

const char *options_text(const struct options *options, enum option_id id)
{
	return options_has(options, id) ? options->values[id].items[0] : NULL;
}

const struct option_values *options_all(const struct options *options, enum option_id id)
{
	return &options->values[id];
}

bool options_integer(const struct options *options, enum option_id id, struct option_range range,
		     int64_t *out_value, struct fault *fault)
{
	const char *text = options_text(options, id);
	char *end = NULL;
	long long value;

	if (!text)
		return true;
	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno != 0 || *end != '\0' || value < range.min || value > range.max)
		return fault_set(fault, FAULT_USAGE, "--%s must be a number from %lld to %lld",
				 rows[id].name, (long long)range.min, (long long)range.max);
	*out_value = value;
	return true;
}
