/*
 * organizations_script.h - stories of several accounts and operations.
 *
 * A row is a list of steps, each a call by an account with JSON in and JSON
 * out, as the pipeline runs it: the contract's codec and check around the
 * handler, one transaction a call, nothing kept of a call that fails. A
 * single quote in @input, @expect and @save stands for a double one, {NAME}
 * for a value saved by an earlier step.
 */
#pragma once

#include "tests/support/check.h"
#include "tests/support/handlers.h"

enum { SCRIPT_STEPS_MAX = 24 };

struct script_step {
	const char *caller;    /* NULL: the management account; otherwise {NAME} or an account id */
	const char *operation; /* or "later": the clock goes on by @input milliseconds; or
				  "given": @input is SQL */
	const char *input;     /* NULL is {} */
	/*
	 * A refusal: "Code", "Code REASON" or "Code REASON: message" after an
	 * exclamation mark; "!Code: message" without reason. Otherwise parts
	 * of the answer in their order, separated by " .. "; NULL: any success.
	 */
	const char *expect;
	const char *save; /* "name=Member.0.Member other=...", from the answer */
};

struct script_row {
	const char *name;
	struct script_step steps[SCRIPT_STEPS_MAX]; /* ended by a NULL operation */
};

/* The body for check_table: runs the row under test from a state without an organization. */
void script_body(void **state);

/* Steps that many stories begin with. They save org, root, a unit's or an account's label. */
#define CREATE                                                                \
	{                                                                     \
		NULL, "CreateOrganization", NULL, NULL, "org=Organization.Id" \
	}
#define ROOT                                                     \
	{                                                        \
		NULL, "ListRoots", NULL, NULL, "root=Roots.0.Id" \
	}
#define UNIT(in, label)                                                                       \
	{                                                                                     \
		NULL, "CreateOrganizationalUnit", "{'ParentId':'" in "','Name':'" label "'}", \
			NULL, label "=OrganizationalUnit.Id"                                  \
	}
#define ASK(label)                                                                           \
	{                                                                                    \
		NULL, "CreateAccount",                                                       \
			"{'Email':'" label "@example.com','AccountName':'" label "'}", NULL, \
			label "_request=CreateAccountStatus.Id"                              \
	}
#define LATER                         \
	{                             \
		NULL, "later", "2000" \
	}
#define GET(label)                                                                                 \
	{                                                                                          \
		NULL, "DescribeCreateAccountStatus",                                               \
			"{'CreateAccountRequestId':'{" label "_request}'}", "'State':'SUCCEEDED'", \
			label "=CreateAccountStatus.AccountId"                                     \
	}
#define MEMBER(label) ASK(label), LATER, GET(label)
#define TRUST(service)                                                               \
	{                                                                            \
		NULL, "EnableAWSServiceAccess", "{'ServicePrincipal':'" service "'}" \
	}
#define DELEGATE(label, service)                                                       \
	{                                                                              \
		NULL, "RegisterDelegatedAdministrator",                                \
			"{'AccountId':'{" label "}','ServicePrincipal':'" service "'}" \
	}
