/* Calls that need more than one action or resource: the first that is denied is named. */
#include "tests/support/world.h"

#define ROLE(name)       "arn:aws:iam::222222222222:role/" name
#define USER(name)       "arn:aws:iam::222222222222:user/" name
#define TESTER           "403 AccessDenied: User: " USER("tagged") " is not authorized to perform: "
#define NO_ALLOW(action) " because no identity-based policy allows the " action " action"
#define TRUST(actions)                                                                            \
	{                                                                                         \
		"boss", "iam:UpdateAssumeRolePolicy",                                             \
			"{'RoleName':'worker','PolicyDocument':'{\\'Version\\':\\'2012-10-17\\'," \
			"\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Principal\\':{\\'AWS\\':"  \
			"\\'222222222222\\'},\\'Action\\':[" actions "]}]}'}",                    \
			"{}"                                                                      \
	}
#define GRANT(statement)                                                                          \
	{                                                                                         \
		"boss", "iam:PutUserPolicy",                                                      \
			"{'UserName':'tagged','PolicyName':'p','PolicyDocument':'{\\'Version\\':" \
			"\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'Allow\\'," statement  \
			"}]}'}",                                                                  \
			"{}"                                                                      \
	}
#define GRANT_LIMITED(statement)                                                                   \
	{                                                                                          \
		"admin", "iam:PutUserPolicy",                                                      \
			"{'UserName':'limited','PolicyName':'p','PolicyDocument':'{\\'Version\\':" \
			"\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'Allow\\'," statement   \
			"}]}'}",                                                                   \
			"{}"                                                                       \
	}
#define ATTACH    "{'PolicyId':'p-ofunit11','TargetId':'222222222222'}"
#define NO_ACCESS "400 AccessDeniedException: You don't have permissions to access this resource."

static const struct world_story stories[] = {
	{ "a user with tags needs iam:TagUser too",
	  { GRANT("\\'Action\\':\\'iam:CreateUser\\',\\'Resource\\':\\'*\\'"),
	    { "tester", "iam:CreateUser", "{'UserName':'x','Tags':[{'Key':'team','Value':'red'}]}",
	      TESTER "iam:TagUser on resource: " USER("x") NO_ALLOW("iam:TagUser") },
	    { "tester", "iam:CreateUser", "{'UserName':'x'}", "{'User':*" } } },
	{ "a role's way into an instance profile needs iam:PassRole",
	  { { "boss", "iam:CreateInstanceProfile", "{'InstanceProfileName':'box'}", "{*" },
	    GRANT("\\'Action\\':\\'iam:AddRoleToInstanceProfile\\',\\'Resource\\':\\'*\\'"),
	    { "tester", "iam:AddRoleToInstanceProfile",
	      "{'InstanceProfileName':'box','RoleName':'passed'}",
	      TESTER "iam:PassRole on resource: " ROLE("passed") NO_ALLOW("iam:PassRole") },
	    GRANT("\\'Action\\':[\\'iam:AddRoleToInstanceProfile\\',\\'iam:PassRole\\'],"
		  "\\'Resource\\':\\'*\\'"),
	    { "tester", "iam:AddRoleToInstanceProfile",
	      "{'InstanceProfileName':'box','RoleName':'passed'}", "{}" } } },
	{ "a source identity needs sts:SetSourceIdentity of the trust policy",
	  { TRUST("\\'sts:AssumeRole\\'"),
	    { "boss", "sts:AssumeRole",
	      "{'RoleArn':'" ROLE("worker") "','RoleSessionName':'ada','SourceIdentity':'eve'}",
	      "403 AccessDenied: User: " USER("boss") " is not authorized to perform: "
						      "sts:SetSourceIdentity on resource: " ROLE(
							      "worker") "*" },
	    TRUST("\\'sts:AssumeRole\\',\\'sts:SetSourceIdentity\\'"),
	    { "boss", "sts:AssumeRole",
	      "{'RoleArn':'" ROLE("worker") "','RoleSessionName':'ada','SourceIdentity':'eve'}",
	      "{'Credentials':*" } } },
	{ "a policy is attached by who may on the policy and on the target",
	  { GRANT_LIMITED("\\'Action\\':\\'organizations:AttachPolicy\\',\\'Resource\\':"
			  "\\'arn:aws:organizations::111111111111:policy/*\\'"),
	    { "limited", "organizations:AttachPolicy", ATTACH, NO_ACCESS },
	    GRANT_LIMITED("\\'Action\\':\\'organizations:AttachPolicy\\',\\'Resource\\':"
			  "\\'arn:aws:organizations::111111111111:account/*\\'"),
	    { "limited", "organizations:AttachPolicy", ATTACH, NO_ACCESS },
	    GRANT_LIMITED("\\'Action\\':\\'organizations:AttachPolicy\\',\\'Resource\\':"
			  "\\'arn:aws:organizations::111111111111:*\\'"),
	    { "limited", "organizations:AttachPolicy", ATTACH, "{}" } } },
	{ "an RCP of the role's account denies its assumption, and is named",
	  { { "boss", "sts:AssumeRole",
	      "{'RoleArn':'" ROLE("worker") "','RoleSessionName':'robot'}",
	      "403 AccessDenied: User: " USER(
		      "boss") " is not authorized to perform: "
			      "sts:AssumeRole on resource: " ROLE(
				      "worker") " with an explicit deny in a resource "
						"control policy: "
						"arn:aws:organizations::111111111111:policy/"
						"o-exampleorg/"
						"resource_control_policy/p-norobots1" },
	    { "boss", "sts:AssumeRole", "{'RoleArn':'" ROLE("worker") "','RoleSessionName':'ada'}",
	      "{'Credentials':*" } } },
};

int main(void)
{
	return check_table("mock/authorizations", stories, world_body);
}
