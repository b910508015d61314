#include "tests/support/check.h"

#include <string.h>

#include "client/exceptions.h"

#define NOW_MS 1800000000000 /* 2027-01-15 */

static const struct row {
	const char *name;
	const char *text;
	bool protects;      /* it is a protect file */
	const char *target; /* looked for */
	const char *want;   /* "! message", "-" not listed, or its text */
} rows[] = {
	{ "a section that is no account id is refused with its place", "\n[payments]\n", false,
	  NULL, "! file: line 2, column 1: [payments] is not an account id of twelve digits" },
	{ "an exclude file takes no ARN", "[arn:aws:s3:::state]\n", false, NULL,
	  "! file: line 1, column 1: [arn:aws:s3:::state] is not an account id of twelve digits" },
	{ "a protect file takes no ARN of another service", "[arn:aws:iam::111122223333:root]\n",
	  true, NULL,
	  "! file: line 1, column 1: [arn:aws:iam::111122223333:root] is not an account id of "
	  "twelve "
	  "digits or the ARN of a bucket or queue" },
	{ "a setting before any section is refused", "reason = none\n", false, NULL,
	  "! file: line 1, column 1: expected [ACCOUNT ID] first" },
	{ "an unknown setting is refused by name", "[111122223333]\nuntil = 2027-01-31\n", false,
	  NULL, "! file: line 2, column 1: expected reason, owner or expires, not until" },
	{ "a wrong date is refused where it stands", "[111122223333]\n  expires =  soon\n", false,
	  NULL, "! file: line 2, column 14: expires must be a date as 2027-01-31" },
	{ "a line that is nothing is refused", "[111122223333]\nhello\n", false, NULL,
	  "! file: line 2: expected \"name = value\"" },
	{ "the first mistake is the one that is said", "[a]\n[b]\n", false, NULL,
	  "! file: line 1, column 1: [a] is not an account id of twelve digits" },
	{ "another account is not listed", "[111122223333]\n", false, "222233334444", "-" },
	{ "an empty file lists nothing", "", false, "111122223333", "-" },
	{ "an account without settings is listed", "[111122223333]\n", false, "111122223333",
	  "kept by file" },
	{ "reason and owner are said", "[111122223333]\nreason = tax\nowner = finance\n", false,
	  "111122223333", "kept by file: tax, owner finance" },
	{ "one that ends later has not ended", "[111122223333]\nexpires = 2027-01-31\n", false,
	  "111122223333", "kept by file" },
	{ "one that has ended still holds and says so", "[111122223333]\nexpires = 2026-12-31\n",
	  false, "111122223333", "kept by file; expired 2026-12-31" },
	{ "a star in the ARN of a bucket stands for anything", "[arn:aws:s3:::*-tf-state]\n", true,
	  "arn:aws:s3:::prod-tf-state", "kept by file" },
	{ "a queue is listed by its ARN", "[arn:aws:sqs:*:111122223333:orders]\n", true,
	  "arn:aws:sqs:eu-west-1:111122223333:orders", "kept by file" },
	{ "the ARN of another queue is not listed", "[arn:aws:sqs:*:111122223333:orders]\n", true,
	  "arn:aws:sqs:eu-west-1:111122223333:bills", "-" },
};

static void reads(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct exceptions exceptions;
	const struct exception *found;
	struct fault fault;

	exceptions_init(&exceptions, &t->arena,
			row->protects ? EXCEPTIONS_RESOURCES : EXCEPTIONS_ACCOUNTS);
	if (!exceptions_parse(&exceptions, row->text, strlen(row->text), "file", &fault)) {
		assert_string_equal(arena_printf(&t->arena, "! %s", fault.message), row->want);
		assert_int_equal(fault.kind, FAULT_USAGE);
		return;
	}
	assert_non_null(row->target);
	found = exceptions_find(&exceptions, row->target);
	assert_string_equal(found ? exception_text(&t->arena, found, "kept", NOW_MS) : "-",
			    row->want);
}

int main(void)
{
	return check_table("client/exceptions", rows, reads);
}
