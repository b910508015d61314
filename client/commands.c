#include "client/commands.h"

const struct command_group command_groups[] = {
	{ "Look around", commands_see },
	{ "Switch it on and off", commands_switch },
	{ "Find root credentials and delete them", commands_rollout },
	{ "Get in again", commands_way_in },
	{ "Know beforehand", commands_predict },
	{ "Compare and report", commands_report },
	{ "Rehearse it", commands_rehearse },
	{ "Try it inside a scenario", commands_harness },
	{ "Write less", commands_shell },
	{ NULL, NULL },
};
