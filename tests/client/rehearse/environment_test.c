#include "tests/support/check.h"

#include <string.h>

#include "client/rehearse/environment.h"

static char *const base[] = { (char[]){ "HOME=/home/op" },
			      (char[]){ "AWS_SECRET_ACCESS_KEY=real" },
			      (char[]){ "AWS_PROFILE=production" },
			      (char[]){ "AWS_ENDPOINT_URL_STS=https://elsewhere" },
			      (char[]){ "https_proxy=http://proxy" },
			      (char[]){ "COLUMNS=60" },
			      (char[]){ "PATH=/usr/bin" },
			      NULL };

static const struct row {
	const char *name;
	const char *variable; /* with "=", as it begins */
	const char *value;    /* how it goes on; NULL: not there */
} rows[] = {
	{ "a secret of the user does not reach the command", "AWS_SECRET_ACCESS_KEY=", NULL },
	{ "an endpoint of one service does not reach the command", "AWS_ENDPOINT_URL_STS=", NULL },
	{ "a proxy does not reach the command", "https_proxy=", NULL },
	{ "the width of the user's terminal changes no verdict", "COLUMNS=", NULL },
	{ "the user's profile is replaced", "AWS_PROFILE=", "delegate" },
	{ "the endpoint is the server's", "AWS_ENDPOINT_URL=", "http://127.0.0.1:4000" },
	{ "the credentials file is the scenario's", "AWS_SHARED_CREDENTIALS_FILE=", "/tmp/c" },
	{ "the configuration file is the scenario's too", "AWS_CONFIG_FILE=", "/tmp/c.config" },
	{ "the region is the partition's", "AWS_REGION=", "us-gov-west-1" },
	{ "instance metadata is not asked", "AWS_EC2_METADATA_DISABLED=", "true" },
	{ "what is not about AWS stays", "HOME=", "/home/op" },
};

static void is_clean(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	char **environment = environment_for_command(
		&t->arena, base,
		&(struct environment_place){ "http://127.0.0.1:4000", "/tmp/c", "delegate",
					     "us-gov-west-1" });
	const char *found = NULL;
	size_t count = 0;

	for (; *environment; environment++) {
		if (strncmp(*environment, row->variable, strlen(row->variable)) != 0)
			continue;
		found = *environment + strlen(row->variable);
		count++;
	}
	if (!row->value) {
		assert_int_equal(count, 0);
		return;
	}
	assert_int_equal(count, 1);
	assert_string_equal(found, row->value);
}

int main(void)
{
	return check_table("client/rehearse/environment", rows, is_clean);
}
