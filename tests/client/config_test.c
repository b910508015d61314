#include "tests/support/check.h"

#include <string.h>

#include "client/config.h"
#include "tests/client/files.h"

static const char config_text_of_test[] = "[default]\n"
					  "region = eu-west-1\n"
					  "[profile \"two words\"]\n"
					  "region = eu-west-2\n"
					  "[profile prod]\n"
					  "region = eu-west-3\n"
					  "aws_access_key_id = AKIACONFIG\n"
					  "services = local\n"
					  "[prod]\n"
					  "region = not-a-profile\n"
					  "[profile]\n"
					  "region = nameless\n"
					  "[services local]\n"
					  "sts =\n"
					  "  endpoint_url = http://127.0.0.1:1\n"
					  "[sso-session corp]\n"
					  "sso_region = eu-north-1\n";
static const char credentials_text[] = "[default]\n"
				       "aws_access_key_id = AKIADEFAULT\n"
				       "[prod]\n"
				       "aws_access_key_id = AKIACREDENTIALS\n"
				       "[only there]\n";

static const struct row {
	const char *name;
	const char *profile, *setting;
	const char *want; /* NULL: absent */
} rows[] = {
	{ "an unknown profile has nothing", "nobody", "region", NULL },
	{ "a section without \"profile\" is no profile of the config file", "prod", "region",
	  "eu-west-3" },
	{ "default needs no prefix", "default", "region", "eu-west-1" },
	{ "a profile's name may be quoted", "two words", "region", "eu-west-2" },
	{ "the credentials file wins over the config file", "prod", "aws_access_key_id",
	  "AKIACREDENTIALS" },
	{ "both files make one profile", "default", "aws_access_key_id", "AKIADEFAULT" },
};

static void load(struct fixture *t, struct config *out_config)
{
	const char *folder = files_init(&t->arena);
	const char *pairs[] = { "AWS_CONFIG_FILE",
				files_write(&t->arena, folder, "config", config_text_of_test),
				"AWS_SHARED_CREDENTIALS_FILE",
				files_write(&t->arena, folder, "credentials", credentials_text),
				NULL };
	struct environment environment = environment_fixed(pairs);
	struct fault fault = { 0 };
	bool is_loaded = config_load(out_config, &environment, &fault);

	files_done(folder);
	assert_true(is_loaded);
}

static void finds(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct config config;
	const char *got;

	load(t, &config);
	got = arena_strdup(&t->arena, config_text(&config, row->profile, row->setting));
	config_done(&config);
	if (row->want)
		assert_string_equal(got, row->want);
	else
		assert_null(got);
}

struct fact_row {
	const char *name;
	bool (*is_true)(const struct config *config);
};

static bool service_is_nested(const struct config *config)
{
	const char *url = config_service_text(config, "local", "sts", "endpoint_url");

	return url && strcmp(url, "http://127.0.0.1:1") == 0 &&
	       !config_service_text(config, "local", "iam", "endpoint_url");
}

static bool section_is_found(const struct config *config)
{
	return config_section_text(config, "sso-session", "corp", "sso_region") != NULL;
}

static bool value_has_its_place(const struct config *config)
{
	struct config_value value;

	return config_find(config, "prod", "aws_access_key_id", &value) && value.line == 4 &&
	       strcmp(value.path, config->credentials_path) == 0;
}

static bool empty_profile_exists(const struct config *config)
{
	return config_has_profile(config, "only there") && !config_has_profile(config, "corp");
}

static bool files_are_told_apart(const struct config *config)
{
	const struct config_wanted wanted = { "prod", "aws_access_key_id" };
	const struct config_wanted region = { "prod", "region" };
	struct config_value value;

	return config_find_in(config, CONFIG_FILE_CONFIG, &wanted, &value) &&
	       strcmp(value.text, "AKIACONFIG") == 0 &&
	       config_find_in(config, CONFIG_FILE_CREDENTIALS, &wanted, &value) &&
	       strcmp(value.text, "AKIACREDENTIALS") == 0 &&
	       !config_find_in(config, CONFIG_FILE_CREDENTIALS, &region, &value);
}

static bool sections_are_found(const struct config *config)
{
	return config_has_section(config, "sso-session", "corp") &&
	       !config_has_section(config, "sso-session", "prod");
}

static const struct fact_row fact_rows[] = {
	{ "a setting may be asked of one file alone", files_are_told_apart },
	{ "a section is there or not", sections_are_found },
	{ "a service's endpoint stands nested in its services section", service_is_nested },
	{ "sections of other kinds are found by kind and name", section_is_found },
	{ "a value knows its file and line", value_has_its_place },
	{ "a profile without settings exists", empty_profile_exists },
};

static void holds(void **state)
{
	struct fixture *t = *state;
	const struct fact_row *row = t->row;
	struct config config;
	bool is_true;

	load(t, &config);
	is_true = row->is_true(&config);
	config_done(&config);
	assert_true(is_true);
}

static const struct load_row {
	const char *name;
	const char *text;
	const char *want; /* what the message ends with; NULL: it loads */
} load_rows[] = {
	{ "a bad line is refused with file and line, without its text", "[a]\nSECRET\n",
	  "/config: line 2: expected \"name = value\"" },
	{ "files that do not exist are empty", NULL, NULL },
};

static void loads(void **state)
{
	struct fixture *t = *state;
	const struct load_row *row = t->row;
	const char *folder = files_init(&t->arena);
	const char *pairs[] = { "HOME", folder, "AWS_CONFIG_FILE", "~/config", NULL };
	struct environment environment = environment_fixed(pairs);
	struct config config;
	struct fault fault = { 0 };
	bool is_loaded;

	if (row->text)
		files_write(&t->arena, folder, "config", row->text);
	is_loaded = config_load(&config, &environment, &fault);
	config_done(&config);
	files_done(folder);
	assert_int_equal(is_loaded, row->want == NULL);
	if (row->want)
		assert_string_equal(fault.message,
				    arena_printf(&t->arena, "%s%s", folder, row->want));
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(load_rows, loads),
		CHECK_TABLE(rows, finds),
		CHECK_TABLE(fact_rows, holds),
	};

	return check_tables("client/config", tables, ARRAY_LEN(tables));
}
