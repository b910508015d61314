/*
 * table.c - the commands of the harness; a row here and one in
 * scenarios/main.c, which has the options.
 */
#include "client/commands.h"

const struct command commands_harness[] = {
	{ .name = "run",
	  .arguments = "[--scenario FILE]... [-- COMMAND [ARGUMENT...]]",
	  .summary = "Run a command inside a scenario, against a mock of its own",
	  .argument_max = SIZE_MAX,
	  .run = command_harness },
	{ .name = "env",
	  .arguments = "[--scenario FILE] [--endpoint-url URL] | --end",
	  .summary = "Print the environment of a mock that stays, for a shell to take",
	  .argument_max = SIZE_MAX,
	  .run = command_harness },
	{ .name = "scenario",
	  .arguments = "ls | show NAME | check NAME... | init FILE | graph NAME",
	  .summary = "List, show, check, begin and draw scenarios",
	  .argument_max = SIZE_MAX,
	  .run = command_harness },
	{ .name = "record",
	  .arguments = "--scenario FILE -o NEW [-- COMMAND [ARGUMENT...]]",
	  .summary = "Write a scenario that expects what a command just did",
	  .argument_max = SIZE_MAX,
	  .run = command_harness },
	{ .name = "sweep",
	  .arguments = "[--scenario FILE] [--fault NAME]... -- COMMAND [ARGUMENT...]",
	  .summary = "Run a command with every call of it going wrong in every way",
	  .argument_max = SIZE_MAX,
	  .run = command_harness },
	{ .name = NULL },
};
