/* Layers of policies and limits that few stories meet, through the whole pipeline. */
#include <string.h>

#include "tests/support/world.h"

#define NO_ACCESS        "400 AccessDeniedException: You don't have permissions to access this resource."
#define ROLE(name)       "arn:aws:iam::222222222222:role/" name
#define USER(name)       "arn:aws:iam::222222222222:user/" name
#define TESTER           "403 AccessDenied: User: " USER("tagged") " is not authorized to perform: "
#define NO_ALLOW(action) " because no identity-based policy allows the " action " action"

/* A delegation policy of one statement, and the answer to it. */
#define DELEGATE(statement)                                                                     \
	{                                                                                       \
		"admin", "organizations:PutResourcePolicy",                                     \
			"{'Content':'{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{"        \
			"\\'Principal\\':{\\'AWS\\':\\'222222222222\\'},\\'Resource\\':\\'*\\'" \
			"," statement "}]}'}",                                                  \
			"{'ResourcePolicy':*"                                                   \
	}
#define GRANT(user, statement)                                                                 \
	{                                                                                      \
		"boss", "iam:PutUserPolicy",                                                   \
			"{'UserName':'" user                                                   \
			"','PolicyName':'p','PolicyDocument':'{\\'Version\\':"                 \
			"\\'2012-10-17\\',\\'Statement\\':[{\\'Resource\\':\\'*\\'," statement \
			"}]}'}",                                                               \
			"{}"                                                                   \
	}
#define TRUST                                                                            \
	"'AssumeRolePolicyDocument':'{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{" \
	"\\'Effect\\':\\'Allow\\',\\'Principal\\':{\\'AWS\\':\\'222222222222\\'},"       \
	"\\'Action\\':\\'sts:AssumeRole\\'}]}'"
#define TAGS "'Tags':[{'Key':'team','Value':'red'}]"

static const struct world_story stories[] = {
	{ "what is not delegated is denied to a member",
	  { { "boss", "organizations:ListRoots", "{}", NO_ACCESS },
	    DELEGATE("\\'Effect\\':\\'Allow\\',\\'Action\\':\\'organizations:ListAccounts\\'"),
	    { "boss", "organizations:ListRoots", "{}", NO_ACCESS },
	    { "boss", "organizations:ListAccounts", "{}", "{'Accounts':*" } } },
	{ "a delegation does not stand for the member's own policies",
	  { DELEGATE("\\'Effect\\':\\'Allow\\',\\'Action\\':\\'organizations:ListAccounts\\'"),
	    { "tester", "organizations:ListAccounts", "{}", NO_ACCESS },
	    GRANT("tagged",
		  "\\'Effect\\':\\'Allow\\',\\'Action\\':\\'organizations:ListAccounts\\'"),
	    { "tester", "organizations:ListAccounts", "{}", "{'Accounts':*" } } },
	{ "a delegation policy that denies beats what the service grants",
	  { { "boss", "organizations:DescribeOrganization", "{}", "{'Organization':*" },
	    DELEGATE("\\'Effect\\':\\'Deny\\',\\'Action\\':\\'organizations:Describe*\\'"),
	    { "boss", "organizations:DescribeOrganization", "{}", NO_ACCESS } } },
	{ "a delegation policy that denies beats its own Allow",
	  { DELEGATE("\\'Effect\\':\\'Allow\\',\\'Action\\':\\'organizations:ListAccounts\\'},{"
		     "\\'Effect\\':\\'Deny\\',\\'Principal\\':\\'*\\',\\'Resource\\':\\'*\\',"
		     "\\'Action\\':\\'organizations:List*\\'"),
	    { "boss", "organizations:ListAccounts", "{}", NO_ACCESS } } },
	{ "a delegation policy never binds the management account",
	  { DELEGATE("\\'Effect\\':\\'Deny\\',\\'Action\\':\\'organizations:List*\\'},{"
		     "\\'Effect\\':\\'Deny\\',\\'Principal\\':\\'*\\',\\'Resource\\':\\'*\\',"
		     "\\'Action\\':\\'organizations:List*\\'"),
	    { "admin", "organizations:ListAccounts", "{}", "{'Accounts':*" } } },
	{ "a role with tags needs iam:CreateRole and iam:TagRole",
	  { { "tester", "iam:CreateRole", "{'RoleName':'new'," TRUST "," TAGS "}",
	      TESTER "iam:CreateRole on resource: " ROLE("new") NO_ALLOW("iam:CreateRole") },
	    GRANT("tagged", "\\'Effect\\':\\'Allow\\',\\'Action\\':\\'iam:TagRole\\'"),
	    { "tester", "iam:CreateRole", "{'RoleName':'new'," TRUST "," TAGS "}",
	      TESTER "iam:CreateRole on resource: " ROLE("new") NO_ALLOW("iam:CreateRole") },
	    GRANT("tagged", "\\'Effect\\':\\'Allow\\',\\'Action\\':\\'iam:CreateRole\\'"),
	    { "tester", "iam:CreateRole", "{'RoleName':'new'," TRUST "," TAGS "}",
	      TESTER "iam:TagRole on resource: " ROLE("new") NO_ALLOW("iam:TagRole") },
	    { "tester", "iam:CreateRole", "{'RoleName':'new'," TRUST "}", "{'Role':*" },
	    GRANT("tagged", "\\'Effect\\':\\'Allow\\',\\'Action\\':[\\'iam:CreateRole\\',"
			    "\\'iam:TagRole\\']"),
	    { "tester", "iam:CreateRole", "{'RoleName':'newer'," TRUST "," TAGS "}",
	      "{'Role':*" } } },
	{ "NotPrincipal spares who is listed, unless they have a boundary",
	  { { "boss", "s3:CreateBucket", "{'Bucket':'well'}", "{*" },
	    GRANT("tagged", "\\'Effect\\':\\'Allow\\',\\'Action\\':\\'s3:*\\'"),
	    { "tester", "s3:GetBucketLocation", "{'Bucket':'well'}", "{*" },
	    { "boss", "s3:PutBucketPolicy",
	      "{'Bucket':'well','Policy':'{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{"
	      "\\'Effect\\':\\'Deny\\',\\'NotPrincipal\\':{\\'AWS\\':[\\'" USER(
		      "tagged") "\\',"
				"\\'" USER("boss") "\\',\\'222222222222\\']},\\'Action\\':"
						   "\\'s3:GetBucketLocation\\',\\'Resource\\':\\'"
						   "arn:aws:s3:::well\\'}]}'}",
	      "{}" },
	    { "tester", "s3:GetBucketLocation", "{'Bucket':'well'}", "{*" },
	    { "boss", "iam:PutUserPermissionsBoundary",
	      "{'UserName':'tagged','PermissionsBoundary':"
	      "'arn:aws:iam::aws:policy/AdministratorAccess'}",
	      "{}" },
	    { "tester", "s3:GetBucketLocation", "{'Bucket':'well'}",
	      TESTER "s3:GetBucketLocation on resource: \"arn:aws:s3:::well\" with an explicit "
		     "deny in a resource-based policy" },
	    { "boss", "s3:GetBucketLocation", "{'Bucket':'well'}", "{*" } } },
};

/* The packed size of session policies and tags. */
static const struct packed_row {
	const char *name;
	const char *operation, *input; /* ' stands for " */
	size_t policy_size;            /* of the member Policy; 0: none */
	const char *expected;          /* a part of the answer; NULL: no packed size */
} packed_rows[] = {
	{ "more than there is room for", "sts:AssumeRole",
	  "'RoleArn':'" ROLE("worker") "','RoleSessionName':'ada'", 2049,
	  "400 PackedPolicyTooLarge: Packed policy consumes 100% of allotted space, please use "
	  "smaller policy." },
	{ "twice what there is room for", "sts:AssumeRole",
	  "'RoleArn':'" ROLE("worker") "','RoleSessionName':'ada'", 4200,
	  "400 PackedPolicyTooLarge: Packed policy consumes 205% of allotted space, please use "
	  "smaller policy." },
	{ "a document of GetFederationToken has 2,048 characters", "sts:GetFederationToken",
	  "'Name':'guest'", 2049, "400 ValidationError: 1 validation error detected: Value '{" },
	{ "tags and a policy are packed together", "sts:AssumeRole",
	  "'RoleArn':'" ROLE("worker") "','RoleSessionName':'ada'," TAGS, 2045,
	  "400 PackedPolicyTooLarge: " },
	{ "all the room there is", "sts:AssumeRole",
	  "'RoleArn':'" ROLE("worker") "','RoleSessionName':'ada'", 2048,
	  "\"PackedPolicySize\":100" },
	{ "a policy of 162 bytes, as it was recorded", "sts:AssumeRole",
	  "'RoleArn':'" ROLE("worker") "','RoleSessionName':'ada'", 162,
	  "\"PackedPolicySize\":16" },
	{ "tags alone", "sts:AssumeRole",
	  "'RoleArn':'" ROLE("worker") "','RoleSessionName':'ada'," TAGS, 0,
	  "\"PackedPolicySize\":1" },
	{ "nothing to pack, and so no size", "sts:AssumeRole",
	  "'RoleArn':'" ROLE("worker") "','RoleSessionName':'ada'", 0, NULL },
	{ "GetFederationToken has a size even when it is nothing", "sts:GetFederationToken",
	  "'Name':'guest'", 0, "\"PackedPolicySize\":0" },
};

static const char *packed_input(struct arena *arena, const struct packed_row *row)
{
	static const char start[] = "{\\'Statement\\':{\\'Effect\\':\\'Allow\\',\\'Action\\':\\'*"
				    "\\',\\'Resource\\':\\'arn:aws:s3:::";
	static const char end[] = "\\'}}";
	size_t escapes = 14, padding;
	char *name;

	if (!row->policy_size)
		return arena_printf(arena, "{%s}", row->input);
	padding = row->policy_size + escapes - strlen(start) - strlen(end);
	name = arena_alloc(arena, padding + 1);
	memset(name, 'x', padding);
	return arena_printf(arena, "{%s,'Policy':'%s%s%s'}", row->input, start, name, end);
}

static void packs(void **state)
{
	struct fixture *fixture = *state;
	const struct packed_row *row = fixture->row;
	struct world world;
	const char *answer, *wanted;

	world_start(&world, &fixture->arena, "conditions_state.json");
	answer = world_ask(&world, "boss", row->operation, packed_input(world.arena, row));
	wanted = row->expected ? row->expected : "\"Credentials\":";
	if (!strstr(answer, wanted) || (!row->expected && strstr(answer, "PackedPolicySize")))
		fail_msg("not %s: %s", wanted, answer);
	world_stop(&world);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(stories, world_body),
		CHECK_TABLE(packed_rows, packs),
	};

	return check_tables("mock/policy_layers", tables, ARRAY_LEN(tables));
}
