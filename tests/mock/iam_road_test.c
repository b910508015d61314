/* What IAM's writes do to the next request, over the socket. */
#include "tests/support/check.h"
#include "tests/support/conversation.h"

#define WORLD                                                                         \
	"{'mattock':1,'organization':{'management':'111111111111','trustedAccess':"   \
	"['iam.amazonaws.com']},'accounts':[],'callers':{'admin':{'account':"         \
	"'111111111111','user':'admin','policies':['AdministratorAccess']},'nobody':" \
	"{'account':'111111111111','user':'nobody'}}}"
#define NOBODY "arn:aws:iam::111111111111:user/nobody"
#define LIST   "iam:ListOrganizationsFeatures"
#define DENIED                                                                          \
	"403 AccessDenied: User: " NOBODY " is not authorized to perform: " LIST " on " \
	"resource: * "
#define DOCUMENT(effect, resource)                                                   \
	"'{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'" effect \
	"\\',\\'Action\\':\\'" LIST "\\',\\'Resource\\':\\'" resource "\\'}]}'"
#define INLINE(effect, resource) \
	"{'UserName':'nobody','PolicyName':'p','PolicyDocument':" DOCUMENT(effect, resource) "}"
#define MANAGED "arn:aws:iam::111111111111:policy/managed"

static const struct conversation_story stories[] = {
	{ "a grant that names a resource does not reach the features",
	  WORLD,
	  { { "nobody", LIST, "{}",
	      DENIED "because no identity-based policy allows the " LIST " action" },
	    { "admin", "iam:PutUserPolicy", INLINE("Allow", "arn:aws:iam::111111111111:root"),
	      "{}" },
	    { "nobody", LIST, "{}",
	      DENIED "because no identity-based policy allows the " LIST " action" },
	    { "admin", "iam:PutUserPolicy", INLINE("Allow", "*"), "{}" },
	    { "nobody", LIST, "{}", "{'OrganizationId':*" } } },
	{ "an explicit deny names a managed policy and no inline one",
	  WORLD,
	  { { "admin", "iam:PutUserPolicy", INLINE("Deny", "*"), "{}" },
	    { "nobody", LIST, "{}", DENIED "with an explicit deny in an identity-based policy" },
	    { "admin", "iam:DeleteUserPolicy", "{'UserName':'nobody','PolicyName':'p'}", "{}" },
	    { "admin", "iam:CreatePolicy",
	      "{'PolicyName':'managed','PolicyDocument':" DOCUMENT("Deny", "*") "}",
	      "{'Policy':*" },
	    { "admin", "iam:AttachUserPolicy", "{'UserName':'nobody','PolicyArn':'" MANAGED "'}",
	      "{}" },
	    { "nobody", LIST, "{}",
	      DENIED "with an explicit deny in an identity-based policy: " MANAGED } } },
	{ "a boundary takes away what it does not allow",
	  WORLD,
	  { { "admin", "iam:PutUserPolicy", INLINE("Allow", "*"), "{}" },
	    { "admin", "iam:PutUserPermissionsBoundary",
	      "{'UserName':'nobody','PermissionsBoundary':"
	      "'arn:aws:iam::aws:policy/AmazonSQSFullAccess'}",
	      "{}" },
	    { "nobody", LIST, "{}",
	      DENIED "because no permissions boundary allows the " LIST " action" },
	    { "admin", "iam:DeleteUserPermissionsBoundary", "{'UserName':'nobody'}", "{}" },
	    { "nobody", LIST, "{}", "{'OrganizationId':*" } } },
	{ "a group's policies are its members'",
	  WORLD,
	  { { "admin", "iam:CreateGroup", "{'GroupName':'readers'}", "{'Group':*" },
	    { "admin", "iam:AttachGroupPolicy",
	      "{'GroupName':'readers','PolicyArn':'arn:aws:iam::aws:policy/ReadOnlyAccess'}",
	      "{}" },
	    { "nobody", "iam:ListUsers", "{}", "403 AccessDenied: *" },
	    { "admin", "iam:AddUserToGroup", "{'GroupName':'readers','UserName':'nobody'}", "{}" },
	    { "nobody", "iam:ListUsers", "{}", "{'Users':*" },
	    { "nobody", "iam:CreateUser", "{'UserName':'x'}", "403 AccessDenied: *" } } },
	{ "a key of nobody's is refused before policies are asked",
	  WORLD,
	  { { "nobody", "iam:GetAccessKeyLastUsed", "{'AccessKeyId':'AKIAEXAMPLE123456789'}",
	      "403 AccessDenied: User: " NOBODY " is not authorized to perform "
	      "iam:GetAccessKeyLastUsed on resource: access key AKIAEXAMPLE123456789" } } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;

	conversation_tell(&fixture->arena, fixture->row);
}

int main(void)
{
	return check_table("mock/iam_road", stories, tells);
}
