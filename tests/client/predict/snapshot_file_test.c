#include "tests/support/check.h"

#include <string.h>

#include "client/predict/snapshot_file.h"

#define ORGANIZATION "'organization':{'management':'111111111111'"

/* Scenarios with single quotes. */
static const struct row {
	const char *name;
	const char *text;
	const char *message; /* NULL: it is read */
	const char *target;  /* a node that is there */
	size_t accounts;
} rows[] = {
	{ "text that is no JSON is refused", "{", "s.json: line 1, column 2: ", NULL, 0 },
	{ "an organization is needed", "{'mattock':1}",
	  "s.json:1:1: the scenario has no organization", NULL, 0 },
	{ "and its management account", "{'organization':{}}",
	  "s.json:1:17: the organization needs its management account", NULL, 0 },
	{ "a unit needs a name", "{" ORGANIZATION ",'units':[{}]}}",
	  "s.json:1:55: a unit needs a name", NULL, 0 },
	{ "an account needs an id", "{" ORGANIZATION "},\n'accounts':[{'name':'a'}]}",
	  "s.json:2:13: an account needs an id of twelve digits and a name", NULL, 0 },
	{ "an account is in a unit that is there",
	  "{" ORGANIZATION "},\n'accounts':[{'id':'222222222222','name':'a','unit':'Nowhere'}]}",
	  "s.json:2:13: there is no organizational unit \"Nowhere\"", NULL, 0 },
	{ "a template needs a count",
	  "{" ORGANIZATION "},\n'accountTemplates':[{'firstId':'222222222222','name':'a'}]}",
	  "s.json:2:21: a template needs a count", NULL, 0 },
	{ "a template does not fill the memory",
	  "{" ORGANIZATION "},\n'accountTemplates':[{'count':99999999999}]}",
	  "s.json:2:21: a template needs a count", NULL, 0 },
	{ "many templates do not either",
	  "{" ORGANIZATION "},\n'accountTemplates':[{'count':150000},{'count':150000}]}",
	  "s.json:1:1: too many accounts", NULL, 0 },
	{ "a policy needs content", "{" ORGANIZATION ",\n'policies':[{'name':'p'}]}}",
	  "s.json:2:13: a policy needs a name and content", NULL, 0 },
	{ "its content is a policy", "{" ORGANIZATION ",\n'policies':[{'name':'p','content':{}}]}}",
	  "s.json:2:35: a policy document needs a Statement", NULL, 0 },
	{ "a text is one too", "{" ORGANIZATION ",\n'policies':[{'name':'p','content':'{ }'}]}}",
	  "s.json:2:35: line 1, column 1: a policy document needs a Statement", NULL, 0 },
	{ "or no JSON", "{" ORGANIZATION ",\n'policies':[{'name':'p','content':'{'}]}}",
	  "s.json:2:35: ", NULL, 0 },
	{ "it is attached to something that is there",
	  "{" ORGANIZATION ",\n'policies':[{'name':'p','content':{'Statement':[]},"
	  "'attach':['Nowhere']}]}}",
	  "s.json:2:62: there is no organizational unit \"Nowhere\"", NULL, 0 },
	{ "a target is a text",
	  "{" ORGANIZATION ",\n'policies':[{'name':'p','content':{'Statement':[]},'attach':[1]}]}}",
	  "s.json:2:62: a target is a text", NULL, 0 },
	{ "an account elsewhere is no target",
	  "{" ORGANIZATION ",'policyTypes':['SERVICE_CONTROL_POLICY'],\n'detachDefault':"
	  "['222222222222']}}",
	  "s.json:2:18: account 222222222222 is not in organization", NULL, 0 },
	{ "an unknown policy needs its id",
	  "{" ORGANIZATION "},\n'unknown':[{'of':'policy','why':'denied'}]}",
	  "s.json:2:12: an unknown policy needs its id", NULL, 0 },
	{ "and targets that are there",
	  "{" ORGANIZATION "},\n'unknown':[{'of':'policy','id':'p-1','attach':['Nowhere']}]}",
	  "s.json:2:48: there is no organizational unit \"Nowhere\"", NULL, 0 },
	{ "the management account is there by itself", "{" ORGANIZATION "}}", NULL, "111111111111",
	  1 },
	{ "the root has several names", "{" ORGANIZATION "}}", NULL, "/", 1 },
	{ "units are found by path",
	  "{" ORGANIZATION ",'units':[{'name':'A','units':[{'name':'B'}]}]}}", NULL, "A/B", 1 },
	{ "an account outside is not among them",
	  "{" ORGANIZATION "},'accounts':[{'id':'222222222222','name':'a','outside':true}]}", NULL,
	  "111111111111", 1 },
	{ "templates make accounts",
	  "{" ORGANIZATION "},'accountTemplates':[{'count':3,'firstId':'222222222222','name':"
	  "'app-{n}'}]}",
	  NULL, "222222222224", 4 },
	{ "units, accounts and ids are kept as they are given",
	  "{" ORGANIZATION ",'id':'o-x','rootId':'r-x','units':[{'name':'A','id':'ou-x'}]},"
	  "'accounts':[{'id':'111111111111','name':'m'}]}",
	  NULL, "ou-x", 1 },
};

static void reads(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	char *text = arena_strdup(&t->arena, row->text);
	const struct input input = { "s.json", text, strlen(text) };
	struct snapshot snapshot;
	struct snapshot_node *node;
	struct fault fault = { 0 };
	bool is_read;

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	is_read = snapshot_file_read(&t->arena, &input, &snapshot, &fault);
	if (row->message && strncmp(fault.message, row->message, strlen(row->message)) != 0)
		fail_msg("%s", fault.message);
	assert_int_equal(is_read, row->message == NULL);
	if (!is_read)
		return;
	assert_int_equal(snapshot.organization.account_count, row->accounts);
	assert_true(snapshot_find_target(&snapshot, row->target, &node, &fault));
	assert_non_null(node);
}

int main(void)
{
	return check_table("client/predict/snapshot_file", rows, reads);
}
