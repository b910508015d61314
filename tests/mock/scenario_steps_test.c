#include "tests/support/check.h"

#include <string.h>

#include "mock/database.h"
#include "mock/scenario.h"

#define STEP(text)   "\"steps\":[{" text "}]"
#define RUN(text)    STEP("\"run\":[\"true\"]," text)
#define EXPECT(text) RUN("\"expect\":{" text "}")

static const struct row {
	const char *name;
	const char *text;  /* behind "mattock" */
	const char *fault; /* a part of it, or NULL if the scenario is good */
} rows[] = {
	{ "steps are a list", "\"steps\":{}", "steps: expected an array" },
	{ "a name is a text", "\"name\":5", "name: expected a text" },
	{ "a step does something", STEP("\"name\":\"x\""),
	  ":1:23: steps[0]: expected one of run, call, control and write" },
	{ "a step does one thing", RUN("\"call\":\"iam:GetUser\""),
	  "steps[0]: expected one of run, call, control and write" },
	{ "a misspelt member of a step is refused", RUN("\"expct\":{}"),
	  "steps[0].expct: there is no member of that name here; there are name, caller, "
	  "expect, " },
	{ "what is for another kind of step is refused", RUN("\"input\":{}"),
	  "steps[0].input: expected in a step with call" },
	{ "a command is a list", STEP("\"run\":\"true\""), "steps[0].run: expected an array" },
	{ "a command is there", STEP("\"run\":[]"), "steps[0].run: expected [\"command\"," },
	{ "a command has a name", STEP("\"run\":[\"\"]"), "steps[0].run[0]: expected a text" },
	{ "an argument is a text", STEP("\"run\":[\"true\",3]"),
	  "steps[0].run[1]: expected a text" },
	{ "what is typed is a text", RUN("\"stdin\":3"), "steps[0].stdin: expected a text" },
	{ "a call is of an operation", STEP("\"call\":\"iam:Nothing\""),
	  "steps[0].call: expected an operation such as" },
	{ "an input is the operation's",
	  STEP("\"call\":\"iam:GetUser\",\"input\":{\"Name\":\"x\"}"),
	  "steps[0].input: GetUser has no member Name" },
	{ "a region is one", STEP("\"call\":\"iam:GetUser\",\"region\":\"Mars\""),
	  "steps[0].region: expected a region" },
	{ "a request to the control interface has a method", STEP("\"control\":\"/_mattock/x\""),
	  "steps[0].control: expected a request such as" },
	{ "a request to the control interface goes there", STEP("\"control\":\"GET /\""),
	  "steps[0].control: expected a request such as" },
	{ "a file lies in the folder", STEP("\"write\":\"../x\",\"text\":\"\""),
	  "steps[0].write: expected a file's name without" },
	{ "an answer is saved in the folder",
	  STEP("\"control\":\"GET /_mattock/state\",\"save\":\"/x\""),
	  "steps[0].save: expected a file's name without" },
	{ "a file has a content", STEP("\"write\":\"x\""),
	  "steps[0]: expected one of text and json" },
	{ "a file has one content", STEP("\"write\":\"x\",\"text\":\"\",\"json\":1"),
	  "steps[0]: expected one of text and json" },
	{ "a caller is of the scenario",
	  "\"callers\":{\"admin\":{\"account\":\"111111111111\",\"user\":\"a\"}},"
	  "\"accounts\":[{\"id\":\"111111111111\",\"name\":\"m\"}]," RUN("\"caller\":\"nobody\""),
	  "steps[0].caller: expected one of the callers" },
	{ "a misspelt expectation is refused", EXPECT("\"exitt\":0"),
	  "steps[0].expect.exitt: expected exit, stdout, stderr, error, answer, files, calls, " },
	{ "an expectation is an object", RUN("\"expect\":[]"),
	  "steps[0].expect: expected an object" },
	{ "a status is a number", EXPECT("\"exit\":\"0\""),
	  "steps[0].expect.exit: expected a whole number" },
	{ "a status is one that there can be", EXPECT("\"exit\":256"),
	  "steps[0].expect.exit: expected a number from 0 to 255" },
	{ "a status is a command's", STEP("\"call\":\"iam:GetUser\",\"expect\":{\"exit\":0}"),
	  "steps[0].expect.exit: this cannot be expected of a step with call" },
	{ "an error is a call's", EXPECT("\"error\":\"NoSuchEntity\""),
	  "steps[0].expect.error: this cannot be expected of a step with run" },
	{ "an error is no end's", "\"expect\":{\"error\":\"NoSuchEntity\"}",
	  "expect.error: this cannot be expected at the end" },
	{ "a misspelt kind of text is refused", EXPECT("\"stdout\":{\"contain\":[\"x\"]}"),
	  "steps[0].expect.stdout.contain: there is no member of that name here; there are "
	  "contains, lacks, json" },
	{ "texts are a list", EXPECT("\"stdout\":{\"contains\":\"x\"}"),
	  "steps[0].expect.stdout.contains: expected an array" },
	{ "an empty text is in every output", EXPECT("\"stderr\":{\"contains\":[\"\"]}"),
	  "steps[0].expect.stderr.contains[0]: expected a text that is not empty" },
	{ "files are told by name", EXPECT("\"files\":[]"),
	  "steps[0].expect.files: expected an object of files" },
	{ "a file to look at lies in the folder", EXPECT("\"files\":{\"a/b\":null}"),
	  "steps[0].expect.files.a/b: expected a file's name" },
	{ "of a file the same is told as of an output", EXPECT("\"files\":{\"a\":{\"has\":[]}}"),
	  "steps[0].expect.files.a.has: there is no member" },
	{ "calls are a list", "\"expect\":{\"never\":{}}",
	  "expect.never: expected a list of calls" },
	{ "no calls are no expectation", "\"expect\":{\"never\":[]}",
	  "expect.never: expected a list of calls" },
	{ "a call that never comes is a mistake, not a call that was never made",
	  "\"expect\":{\"never\":[{\"operation\":\"iam:DeletAccessKey\"}]}",
	  "expect.never[0].operation: there is no operation of that name" },
	{ "a pattern fits some operation",
	  "\"expect\":{\"never\":[{\"operation\":\"iam:Delet*\"},"
	  "{\"operation\":\"*:Remov?\"}]}",
	  "expect.never[1].operation: there is no operation of that name" },
	{ "a call has members of the journal", "\"expect\":{\"calls\":[{\"service\":\"iam\"}]}",
	  "expect.calls[0].service: the journal's entries have no such member" },
	{ "a principal has members of the journal's",
	  "\"expect\":{\"never\":[{\"principal\":{\"account\":\"222222222222\"}}]}",
	  "expect.never[0].principal.account: the journal's principals have no such member" },
	{ "a parameter is the operation's",
	  "\"expect\":{\"never\":[{\"operation\":\"sts:AssumeRoot\",\"parameters\":"
	  "{\"TargetPrincpal\":\"222222222222\"}}]}",
	  "expect.never[0].parameters.TargetPrincpal: the operation has no such parameter" },
	{ "a count is a number", "\"expect\":{\"calls\":[{\"times\":-1}]}",
	  "expect.calls[0].times: a count must be a whole number" },
	{ "a state is an object", "\"expect\":{\"state\":[]}", "expect.state: expected an object" },
	{ "faults fire all", "\"expect\":{\"faults\":\"some\"}",
	  "expect.faults: expected one of \"allFired\"" },
	{ "what is described is good",
	  "\"steps\":[{\"name\":\"a\",\"run\":[\"sh\",\"\"],\"stdin\":\"\",\"expect\":{"
	  "\"exit\":0,\"stdout\":{\"contains\":[\"x\"],\"lacks\":[],\"json\":null},"
	  "\"files\":{\"f\":null},\"sequence\":[{\"operation\":\"iam:Get*\",\"parameters\":"
	  "{\"Any\":1}}]}},{\"call\":\"iam:GetUser\",\"input\":{\"UserName\":\"x\"},"
	  "\"expect\":{\"error\":\"NoSuchEntity\"}},{\"control\":\"DELETE /_mattock/faults\"},"
	  "{\"write\":\"x\",\"text\":\"\"}],\"expect\":{\"exit\":3,\"state\":{},"
	  "\"faults\":\"allFired\"}",
	  NULL },
};

static void checks(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const char *text = arena_printf(&t->arena, "{\"mattock\":1,%s}", row->text);
	const struct scenario_options options = {
		.file = "f.json", .text = text, .text_len = strlen(text), .has_seed = true
	};
	struct scenario_settings settings;
	struct database *database;
	struct fault fault = { 0 };
	bool is_loaded;

	assert_true(database_open(NULL, &fault, &database));
	is_loaded = scenario_load(database, &options, &fault, &settings);
	database_close(database);
	assert_int_equal(is_loaded, !row->fault);
	if (row->fault &&
	    (strncmp(fault.message, "f.json:1:", 9) != 0 || !strstr(fault.message, row->fault)))
		fail_msg("%s", fault.message);
}

int main(void)
{
	return check_table("mock/scenario_steps", rows, checks);
}
