/*
 * desk.h - the chain of credentials with all that it may ask, for tests.
 *
 * A desk has a service on the loopback that answers as STS, IAM Identity
 * Center, a container's and an instance's endpoint are documented to; AWS's
 * files with a profile for each case; and a clock that stands at
 * 2026-12-01T00:00:00Z. What a row finds and what it asks for is checked.
 */
#pragma once

#include "tests/support/check.h"

#define ROLE            "arn:aws:iam::111122223333:role/"
#define ROLE_IN         "RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2F"
#define SSO_URI         "/federation/credentials?role_name=Audit&account_id=111122223333"
#define METADATA        "/latest/meta-data/iam/security-credentials/"

#define ENV             "AWS_ACCESS_KEY_ID=AKIAENV"
#define ENV_ALL         ENV, "AWS_SECRET_ACCESS_KEY=s"
#define NO_IMDS         "AWS_EC2_METADATA_DISABLED=TRUE"
#define IMDS(path)      "AWS_EC2_METADATA_SERVICE_ENDPOINT={url}" path
#define CONTAINER(path) "AWS_CONTAINER_CREDENTIALS_FULL_URI={url}" path
#define TOKEN(access, expires, more) \
	"{\"accessToken\":\"" access "\",\"expiresAt\":\"" expires "\"" more "}"
#define RENEWABLE(refresh, registered)                                              \
	",\"clientId\":\"id\",\"clientSecret\":\"cs\",\"refreshToken\":\"" refresh  \
	"\",\"registrationExpiresAt\":\"" registered "\",\"region\":\"eu-west-1\"," \
	"\"other\":[1,null]"

/* One search and what must come of it. {url} is the service, {folder} has the files. */
struct desk_row {
	const char *name;
	const char *profile; /* "--NAME": as by --profile */
	const char *variables[8];
	const char *want;  /* "id token link", or "! beginning of the message" */
	const char *asks;  /* what the services were asked; NULL: nothing */
	const char *token; /* a file of the SSO token cache */
	const char *kept;  /* what it is afterwards; NULL: as before */
	const char *end;   /* of the credentials; "+" before: renewable; NULL: none, not so */
	bool is_late;      /* the time for a process passes at once */
};

/* For a table of struct desk_row. */
void desk_checks(void **state);

/* Runs the tables at a desk of their own; for main. */
int desk_run(const char *group, const struct check_table *tables, size_t table_count);
