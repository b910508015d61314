/*
 * The ways to an endpoint that are barred: certificates and proxies, met by
 * the program itself. Each must end at once, with its cause, and exit code 1.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/process.h"
#include "tests/client/files.h"
#include "tests/support/stub.h"

static const struct stub_answer sts_answers[] = {
	{ "POST", "/", NULL, "GetCallerIdentity", 200,
	  "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
	  "<GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/tls</Arn>"
	  "<UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult>"
	  "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
	  "</GetCallerIdentityResponse>" },
	{ NULL },
};
static const struct stub_answer login_answers[] = {
	{ "CONNECT", NULL, NULL, NULL, 407, "who are you?" },
	{ "POST", NULL, NULL, NULL, 407, "who are you?" },
	{ NULL },
};
static const struct stub_answer closed_answers[] = {
	{ "CONNECT", NULL, NULL, NULL, 403, "not there" },
	{ NULL },
};

/* Started once; {tls}, {login} and {closed} are their ports, {folder} has the files. */
static struct stubs {
	struct stub *tls, *login, *closed;
	const char *folder;
	struct arena arena;
} stubs;

static const struct row {
	const char *name;
	const char *words[8];
	const char *variables[6];
	int status;
	const char *want; /* a part of standard output, or of standard error after "! " */
	int tls, proxy;   /* connections that were made to the endpoint and to the proxies */
} rows[] = {
	{ "a certificate that nobody vouches for ends the run at once",
	  { "whoami" },
	  { "AWS_ENDPOINT_URL=https://localhost:{tls}" },
	  1,
	  "! https://localhost:{tls}: SSL certificate problem: self-signed certificate: its "
	  "certificate cannot be trusted. If a proxy or a private CA stands between, name its "
	  "certificate with --ca-bundle or AWS_CA_BUNDLE",
	  1,
	  0 },
	{ "a certificate of another host is none",
	  { "whoami", "--ca-bundle", "{folder}/cert.pem" },
	  { "AWS_ENDPOINT_URL=https://127.0.0.1:{tls}" },
	  1,
	  "! its certificate cannot be trusted. If a proxy or a private CA stands between, name "
	  "its certificate with --ca-bundle or AWS_CA_BUNDLE (trusted is {folder}/cert.pem, named "
	  "by --ca-bundle)",
	  1,
	  0 },
	{ "a bundle that is not there is named with its setting",
	  { "whoami" },
	  { "AWS_ENDPOINT_URL=https://localhost:{tls}", "AWS_CA_BUNDLE={folder}/none.pem" },
	  1,
	  "! the CA bundle cannot be read (trusted is {folder}/none.pem, named by AWS_CA_BUNDLE)",
	  1,
	  0 },
	{ "the profile's bundle counts",
	  { "whoami", "--profile", "private" },
	  { "AWS_ENDPOINT_URL=https://localhost:{tls}", "AWS_CONFIG_FILE={folder}/config" },
	  4,
	  "arn:aws:iam::111122223333:user/tls",
	  1,
	  0 },
	{ "AWS_CA_BUNDLE counts",
	  { "whoami" },
	  { "AWS_ENDPOINT_URL=https://localhost:{tls}", "AWS_CA_BUNDLE={folder}/cert.pem" },
	  4,
	  "arn:aws:iam::111122223333:user/tls",
	  1,
	  0 },
	{ "a proxy that wants a login ends the run at once",
	  { "whoami" },
	  { "AWS_ENDPOINT_URL=https://sts.example:443", "HTTPS_PROXY=http://127.0.0.1:{login}" },
	  1,
	  "! https://sts.example: the proxy wants a name and a password (407)",
	  0,
	  1 },
	{ "a proxy's 407 is no answer of AWS over plain HTTP either",
	  { "whoami" },
	  { "AWS_ENDPOINT_URL=http://sts.example", "http_proxy=http://127.0.0.1:{login}" },
	  1,
	  "! http://sts.example: the proxy wants a name and a password (407)",
	  0,
	  1 },
	{ "the proxy's own password is not repeated",
	  { "whoami" },
	  { "AWS_ENDPOINT_URL=https://sts.example",
	    "HTTPS_PROXY=http://me:hush@127.0.0.1:{login}" },
	  1,
	  "! HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT",
	  0,
	  1 },
	{ "a proxy that does not let us there ends the run at once",
	  { "whoami" },
	  { "AWS_ENDPOINT_URL=https://sts.example", "HTTPS_PROXY=http://127.0.0.1:{closed}" },
	  1,
	  "! https://sts.example: the proxy refuses to connect there (403)",
	  0,
	  1 },
	{ "NO_PROXY leads past the proxy",
	  { "whoami", "--ca-bundle", "{folder}/cert.pem" },
	  { "AWS_ENDPOINT_URL=https://localhost:{tls}", "HTTPS_PROXY=http://127.0.0.1:{closed}",
	    "NO_PROXY=localhost" },
	  4,
	  "arn:aws:iam::111122223333:user/tls",
	  1,
	  0 },
	{ "a time-out of no second is refused",
	  { "whoami", "--cli-read-timeout", "0" },
	  { "AWS_ENDPOINT_URL=https://localhost:{tls}" },
	  2,
	  "! --cli-read-timeout",
	  0,
	  0 },
	{ "time-outs can be given",
	  { "whoami", "--ca-bundle", "{folder}/cert.pem", "--cli-connect-timeout", "2",
	    "--cli-read-timeout", "3" },
	  { "AWS_ENDPOINT_URL=https://localhost:{tls}" },
	  4,
	  "arn:aws:iam::111122223333:user/tls",
	  1,
	  0 },
};

static char *fill(struct arena *arena, const char *text)
{
	const struct {
		const char *name, *value;
	} places[] = {
		{ "{tls}", arena_printf(arena, "%d", stub_port(stubs.tls)) },
		{ "{login}", arena_printf(arena, "%d", stub_port(stubs.login)) },
		{ "{closed}", arena_printf(arena, "%d", stub_port(stubs.closed)) },
		{ "{folder}", stubs.folder },
	};
	char *filled = arena_strdup(arena, text), *found;

	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		while ((found = strstr(filled, places[i].name)))
			filled = arena_printf(arena, "%.*s%s%s", (int)(found - filled), filled,
					      places[i].value, found + strlen(places[i].name));
	return filled;
}

static void meets(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	char *arguments[10] = { getenv("MATTOCK") }, *environment[12] = { NULL };
	const struct process_command command = { .arguments = arguments,
						 .environment = environment,
						 .captures_output = true };
	int tls = stub_connections(stubs.tls);
	int proxy = stub_connections(stubs.login) + stub_connections(stubs.closed);
	bool is_error = strncmp(row->want, "! ", 2) == 0;
	const char *want = fill(&t->arena, row->want + (is_error ? 2 : 0)), *got;
	struct process_result result;
	struct fault fault;
	size_t count = 0;

	for (size_t i = 0; row->words[i]; i++)
		arguments[i + 1] = fill(&t->arena, row->words[i]);
	for (; row->variables[count]; count++)
		environment[count] = fill(&t->arena, row->variables[count]);
	environment[count++] = arena_strdup(&t->arena, "AWS_ACCESS_KEY_ID=AKIATLS");
	environment[count++] = arena_strdup(&t->arena, "AWS_SECRET_ACCESS_KEY=s");
	environment[count++] = arena_strdup(&t->arena, "AWS_MAX_ATTEMPTS=3");
	environment[count++] = arena_strdup(&t->arena, "COLUMNS=1000");
	assert_true(process_run(&t->arena, &command, &result, &fault));
	got = is_error ? result.errors : result.out;
	if (!strstr(got, want) || strstr(result.errors, "hush") ||
	    result.exit_status != row->status)
		fail_msg("ended with %d, not %d; \"%s\" is wanted in:\n%s%s", result.exit_status,
			 row->status, want, result.out, result.errors);
	/* Of the further calls of a successful whoami nothing is said here. */
	if (row->status != 4)
		assert_int_equal(stub_connections(stubs.tls) - tls, row->tls);
	assert_int_equal(stub_connections(stubs.login) + stub_connections(stubs.closed) - proxy,
			 row->proxy);
}

/* A certificate for "localhost" alone, made by openssl as an operator would. */
static void make_certificate(const char *folder)
{
	static const char script[] =
		"cd \"$1\" && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
		"-keyout key.pem -out cert.pem -days 2 -subj /CN=localhost "
		"-addext subjectAltName=DNS:localhost 2> log.txt";
	char *arguments[] = { (char[]){ "/bin/sh" },
			      (char[]){ "-c" },
			      (char *)(uintptr_t)script,
			      (char[]){ "sh" },
			      arena_strdup(&stubs.arena, folder),
			      NULL };
	char *environment[] = { arena_printf(&stubs.arena, "PATH=%s", getenv("PATH")), NULL };
	const struct process_command command = { .arguments = arguments,
						 .environment = environment };
	struct process_result result;
	struct fault fault;

	if (!process_run(&stubs.arena, &command, &result, &fault) || result.exit_status) {
		fprintf(stderr, "no certificate could be made\n");
		exit(99);
	}
}

static const char *read_text(const char *name)
{
	size_t len;

	return check_read_file(&stubs.arena,
			       arena_printf(&stubs.arena, "%s/%s", stubs.folder, name), &len);
}

int main(void)
{
	struct stub_options tls = { .answers = sts_answers };
	int failed;

	stubs.folder = files_init(&stubs.arena);
	make_certificate(stubs.folder);
	tls.key = read_text("key.pem");
	tls.certificate = read_text("cert.pem");
	stubs.tls = stub_start(&tls);
	stubs.login = stub_start(&(struct stub_options){ .answers = login_answers });
	stubs.closed = stub_start(&(struct stub_options){ .answers = closed_answers });
	files_write(&stubs.arena, stubs.folder, "config",
		    arena_printf(&stubs.arena,
				 "[profile private]\nca_bundle = %s/cert.pem\n"
				 "aws_access_key_id = AKIATLS\naws_secret_access_key = s\n",
				 stubs.folder));
	failed = check_table("client/connection", rows, meets);
	stub_stop(stubs.tls);
	stub_stop(stubs.login);
	stub_stop(stubs.closed);
	files_done(stubs.folder);
	arena_done(&stubs.arena);
	return failed;
}
