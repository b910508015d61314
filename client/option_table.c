/*
 * option_table.c - every option of every command.
 */
#include "client/option.h"

static const char *const output_choices[] = { "table", "json", "csv", NULL };

static const char *const kinds[] = { "accessKey", "signingCertificate", "mfaDevice", "password",
				     NULL };
static const char *const uses[] = { "scp",     "rcp",        "managed",  "inline", "trust",
				    "session", "delegation", "resource", NULL };
static const char *const answers[] = { "allow", "deny", NULL };
static const char *const on_stale[] = { "hold", "stop", NULL };
static const char *const gate_scopes[] = { "account", "item", NULL };

static const struct option rows[OPTION_COUNT] = {
	[OPTION_PROFILE] = { .name = "profile",
			     .argument = "NAME",
			     .help = "use this profile of the AWS configuration files",
			     .is_global = true },
	[OPTION_REGION] = { .name = "region",
			    .argument = "REGION",
			    .help = "the region whose STS endpoint is used",
			    .is_global = true },
	[OPTION_ENDPOINT_URL] = { .name = "endpoint-url",
				  .argument = "URL",
				  .help = "send every request there, as for a mock",
				  .is_global = true },
	[OPTION_OUTPUT] = { .name = "output",
			    .argument = "FORM",
			    .help = "table (default), json or csv",
			    .is_global = true,
			    .choices = output_choices },
	[OPTION_CA_BUNDLE] = { .name = "ca-bundle",
			       .argument = "FILE",
			       .help = "trust the certificates in this file (AWS_CA_BUNDLE)",
			       .is_global = true },
	[OPTION_CONNECT_TIMEOUT] = { .name = "cli-connect-timeout",
				     .argument = "SECONDS",
				     .help = "give up a connection that takes longer (5)",
				     .is_global = true },
	[OPTION_READ_TIMEOUT] = { .name = "cli-read-timeout",
				  .argument = "SECONDS",
				  .help = "give up an answer that takes longer (55)",
				  .is_global = true },
	[OPTION_PARALLEL] = { .name = "parallel",
			      .argument = "N",
			      .help = "work on N accounts at a time (default 10, at most 1000)",
			      .is_global = true },
	[OPTION_DEBUG] = { .name = "debug",
			   .help = "write each request to standard error, without secrets",
			   .is_global = true },
	[OPTION_HELP] = { .name = "help", .letter = 'h', .help = "show help", .is_global = true },
	[OPTION_VERSION] = { .name = "version", .help = "show the version", .is_global = true },

	[OPTION_ALL] = { .name = "all", .help = "every account of the organization" },
	[OPTION_OU] = { .name = "ou",
			.argument = "OU",
			.help = "accounts below this unit, by id, name or path; repeatable",
			.is_repeated = true },
	[OPTION_TAG] = { .name = "tag",
			 .argument = "KEY=VALUE",
			 .help = "accounts with this tag; repeated, all must match",
			 .is_repeated = true },
	[OPTION_NAME] = { .name = "name",
			  .argument = "PATTERN",
			  .help = "accounts whose name matches, as in *-prod; repeatable",
			  .is_repeated = true },
	[OPTION_EXCLUDE] = { .name = "exclude",
			     .argument = "ACCOUNT",
			     .help = "leave this account out; repeatable",
			     .is_repeated = true },
	[OPTION_EXCLUDE_FILE] = { .name = "exclude-file",
				  .argument = "FILE",
				  .help = "leave the accounts listed in this file out",
				  .is_repeated = true },

	[OPTION_SESSIONS] = { .name = "sessions",
			      .help = "privileged root actions (RootSessions)" },
	[OPTION_CREDENTIALS] = { .name = "credentials",
				 .help = "management of root credentials "
					 "(RootCredentialsManagement)" },
	[OPTION_TRUST] = { .name = "trust", .help = "also end trusted access for IAM" },
	[OPTION_YES] = { .name = "yes", .letter = 'y', .help = "do not ask" },

	[OPTION_BASELINE] = { .name = "baseline",
			      .argument = "FILE",
			      .help = "an earlier audit, written with -o or --output json" },

	[OPTION_OUT] = { .name = "out",
			 .letter = 'o',
			 .argument = "FILE",
			 .help = "write to this file" },
	[OPTION_PLAN] = { .name = "plan",
			  .argument = "FILE",
			  .help = "the accounts that this plan changes" },
	[OPTION_KIND] = { .name = "kind",
			  .argument = "KIND",
			  .help = "delete this kind only: accessKey, signingCertificate, mfaDevice "
				  "or password; repeatable",
			  .is_repeated = true,
			  .choices = kinds },
	[OPTION_KEY_DAYS] = { .name = "key-unused-days",
			      .argument = "DAYS",
			      .help = "refuse keys used more recently than this (90)" },
	[OPTION_GATE_SCOPE] = { .name = "gate-scope",
				.argument = "SCOPE",
				.help = "what a refused key holds back: account (default) or item",
				.choices = gate_scopes },
	[OPTION_VALID_HOURS] = { .name = "valid-hours",
				 .argument = "HOURS",
				 .help = "how long the plan may be applied (24)" },

	[OPTION_DIGEST] = { .name = "digest",
			    .argument = "SHA256",
			    .help = "only if the policy is the one that `policy show` showed with "
				    "it" },
	[OPTION_STATEMENT] = { .name = "statement",
			       .argument = "SID",
			       .help = "edit this statement as well, by Sid or number; repeatable",
			       .is_repeated = true },
	[OPTION_DRY_RUN] = { .name = "dry-run", .help = "show what would be done; send no write" },
	[OPTION_PROTECT_FILE] = { .name = "protect-file",
				  .argument = "FILE",
				  .help = "never change what is listed in this file; repeatable",
				  .is_repeated = true },
	[OPTION_CANARY] = { .name = "canary",
			    .argument = "N",
			    .help = "carry out N accounts one at a time first (1)" },
	[OPTION_WAVE] = { .name = "wave",
			  .argument = "N",
			  .help = "then N accounts in a wave, each verified before the next "
				  "(all)" },
	[OPTION_MAX_FAILURES] = { .name = "max-failures",
				  .argument = "N",
				  .help = "stop when more than N accounts failed (5)" },
	[OPTION_ON_STALE] = { .name = "on-stale",
			      .argument = "WHAT",
			      .help = "where an account changed since the plan: hold it (default) "
				      "or stop",
			      .choices = on_stale },
	[OPTION_VERIFY_WAIT] = { .name = "verify-wait",
				 .argument = "SECONDS",
				 .help = "how long a delete may take to show (60)" },

	[OPTION_AS] = { .name = "as",
			.argument = "USE",
			.help = "what the policy is written as: scp, rcp, managed, inline, trust, "
				"session, delegation or resource",
			.choices = uses },
	[OPTION_SCENARIO] = { .name = "scenario",
			      .argument = "FILE",
			      .help = "the organization of this scenario instead of the "
				      "endpoint's" },
	[OPTION_EXPECT] = { .name = "expect",
			    .argument = "ANSWER",
			    .help = "allow or deny: end with 3 if it is not that",
			    .choices = answers },
	[OPTION_TASK] = { .name = "task",
			  .argument = "TASK",
			  .help = "only this task: audit, delete, create-password, unlock-s3 or "
				  "unlock-sqs" },
	[OPTION_ATTACH] = { .name = "attach",
			    .argument = "FILE",
			    .help = "attach the policy in this file; --as rcp if it is no SCP" },
	[OPTION_TO] = { .name = "to",
			.argument = "TARGET",
			.help = "attach it there: root, a unit by id, path or name, or an "
				"account" },
	[OPTION_DETACH] = { .name = "detach",
			    .argument = "POLICY",
			    .help = "detach this policy, by id or name" },
	[OPTION_FROM] = { .name = "from", .argument = "TARGET", .help = "detach it there" },
};

const struct option *option_row(enum option_id id)
{
	return &rows[id];
}
