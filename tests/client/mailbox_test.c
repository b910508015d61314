#include "tests/support/check.h"

#include "client/mailbox.h"

static const struct row {
	const char *name;
	const char *email;
	const char *want; /* "" for no doubt */
} rows[] = {
	{ "an address that is not known is a doubt", NULL, "AWS did not say its address" },
	{ "an address without a domain is a doubt", "root", "its address has no domain" },
	{ "an address with an empty domain is a doubt", "root@", "its address has no domain" },
	{ "a domain without a dot is reached by nobody", "root@mailhost",
	  "no mail reaches the domain mailhost, which has no dot" },
	{ "a domain for private use is reached by nobody", "root@corp.internal",
	  "no mail reaches the domain corp.internal" },
	{ "letters do not matter", "root@Nowhere.INVALID",
	  "no mail reaches the domain Nowhere.INVALID" },
	{ "the domain is behind the last at sign", "\"a@b.test\"@mail.example.com", "" },
	{ "any other domain may be reached", "aws+payments@example.com", "" },
};

static void doubts(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const char *doubt = mailbox_doubt(&t->arena, row->email);

	assert_string_equal(doubt ? doubt : "", row->want);
}

int main(void)
{
	return check_table("client/mailbox", rows, doubts);
}
