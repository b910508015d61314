#include "tests/support/operation.h"

#define BOB "{'UserName':'bob'}"

static const char bob[] =
	"INSERT INTO iam_user (unique_id, account_id, name, path, created_ms) VALUES"
	" ('AIDABOB11111111111111', '" HANDLERS_ACCOUNT "', 'bob', '/team/', 1700000000000);";

static const struct operation_story stories[] = {
	{ "an unknown user is named in the refusal",
	  NULL,
	  { { "GetUser", BOB, "NoSuchEntity: The user with name bob cannot be found." },
	    { "UpdateUser", BOB, "NoSuchEntity: The user with name bob cannot be found." },
	    { "DeleteUser", BOB, "NoSuchEntity: The user with name bob cannot be found." },
	    { "CreateAccessKey", BOB, "NoSuchEntity: The user with name bob cannot be found." },
	    { "ListMFADevices", BOB, "NoSuchEntity: The user with name bob cannot be found." },
	    { "ListUserTags", BOB, "NoSuchEntity: The user with name bob cannot be found." } } },
	{ "names differ in more than case",
	  bob,
	  { { "CreateUser", "{'UserName':'BOB'}",
	      "EntityAlreadyExists: User with name BOB already exists." },
	    { "UpdateUser", "{'UserName':'bob','NewUserName':'Admin'}",
	      "EntityAlreadyExists: User with name Admin already exists." } } },
	{ "tag keys of users differ in more than case",
	  bob,
	  { { "TagUser",
	      "{'UserName':'bob','Tags':[{'Key':'a','Value':'1'},{'Key':'A','Value':'2'}]}",
	      "InvalidInput: Duplicate tag keys found. Please note that Tag keys are case "
	      "insensitive." } } },
	{ "AWS's own tags are not for users",
	  bob,
	  { { "TagUser", "{'UserName':'bob','Tags':[{'Key':'aws:x','Value':'1'}]}",
	      "InvalidInput: *" } } },
	{ "a third access key is refused",
	  bob,
	  { { "CreateAccessKey", BOB, "{'AccessKey':{'UserName':'bob','AccessKeyId':'AKIA*" },
	    { "CreateAccessKey", BOB, "{'AccessKey':{'UserName':'bob','AccessKeyId':'AKIA*" },
	    { "CreateAccessKey", BOB,
	      "LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2" } } },
	{ "a key cannot be made expired",
	  bob,
	  { { "UpdateAccessKey",
	      "{'UserName':'bob','AccessKeyId':'AKIAIOSFODNN7EXAMPLE','Status':'Expired'}",
	      "InvalidInput: *" } } },
	{ "a user with anything left is not deleted",
	  "INSERT INTO iam_user (unique_id, account_id, name, path, created_ms) VALUES"
	  " ('AIDABOB11111111111111', '" HANDLERS_ACCOUNT "', 'bob', '/', 0);"
	  "INSERT INTO inline_policy VALUES ('AIDABOB11111111111111', 'p', '{}');"
	  "INSERT INTO access_key (id, account_id, owner_id, secret, created_ms) VALUES"
	  " ('AKIABOB1111111111111', '" HANDLERS_ACCOUNT "', 'AIDABOB11111111111111', 's', 0);"
	  "INSERT INTO login_profile (owner_id, account_id, created_ms) VALUES"
	  " ('AIDABOB11111111111111', '" HANDLERS_ACCOUNT "', 0);",
	  { { "DeleteUser", BOB,
	      "DeleteConflict: Cannot delete entity, must delete policies first." },
	    { "DeleteUserPolicy", "{'UserName':'bob','PolicyName':'P'}", "{}" },
	    { "DeleteUser", BOB,
	      "DeleteConflict: Cannot delete entity, must delete access keys first." },
	    { "DeleteAccessKey", "{'UserName':'bob','AccessKeyId':'AKIABOB1111111111111'}", "{}" },
	    { "DeleteUser", BOB,
	      "DeleteConflict: Cannot delete entity, must delete login profile first." },
	    { "DeleteLoginProfile", BOB, "{}" },
	    { "DeleteUser", BOB, "{}" },
	    { "GetUser", BOB, "NoSuchEntity: The user with name bob cannot be found." } } },
	{ "a weak password is refused",
	  bob,
	  { { "CreateLoginProfile", "{'UserName':'bob','Password':'weak'}",
	      "PasswordPolicyViolation: *" },
	    { "CreateLoginProfile", "{'UserName':'bob','Password':'alllowercase'}",
	      "PasswordPolicyViolation: *" },
	    { "UpdateAccountPasswordPolicy", "{'MinimumPasswordLength':20}", "{}" },
	    { "CreateLoginProfile", "{'UserName':'bob','Password':'Longer-123456'}",
	      "PasswordPolicyViolation: *" } } },
	{ "a wrong code does not enable a virtual device",
	  bob,
	  { { "CreateVirtualMFADevice", "{'VirtualMFADeviceName':'phone'}",
	      "{'VirtualMFADevice':{'SerialNumber':'arn:aws:iam::123456789012:mfa/phone',*" },
	    { "EnableMFADevice",
	      "{'UserName':'bob','SerialNumber':'arn:aws:iam::123456789012:mfa/phone',"
	      "'AuthenticationCode1':'000000','AuthenticationCode2':'000000'}",
	      "InvalidAuthenticationCode: Authentication code for device is not valid." },
	    { "CreateVirtualMFADevice", "{'VirtualMFADeviceName':'phone'}",
	      "EntityAlreadyExists: MFA device already exists." },
	    { "ListVirtualMFADevices", "{}",
	      "{'VirtualMFADevices':[{'SerialNumber':'arn:aws:iam::123456789012:mfa/phone'}],"
	      "'IsTruncated':false}" },
	    { "ListVirtualMFADevices", "{'AssignmentStatus':'Assigned'}",
	      "{'VirtualMFADevices':[],'IsTruncated':false}" },
	    { "ListVirtualMFADevices", "{'Marker':'nothing'}",
	      "ValidationError: Invalid Marker." } } },
	{ "a user is found whatever the letter case and shown as it was made",
	  bob,
	  { { "GetUser", "{'UserName':'BOB'}",
	      "{'User':{'Path':'/team/','UserName':'bob','UserId':'AIDABOB11111111111111',"
	      "'Arn':'arn:aws:iam::123456789012:user/team/bob','CreateDate':1700000000}}" } } },
	{ "without a name the caller is meant",
	  NULL,
	  { { "GetUser", "{}", "{'User':{'Path':'/','UserName':'admin',*" },
	    { "ListAccessKeys", "{}", "{'AccessKeyMetadata':[],'IsTruncated':false}" } } },
	{ "tags follow a rename",
	  bob,
	  { { "TagUser", "{'UserName':'bob','Tags':[{'Key':'a','Value':'1'}]}", "{}" },
	    { "UpdateUser", "{'UserName':'bob','NewUserName':'rob','NewPath':'/'}", "{}" },
	    { "ListUserTags", "{'UserName':'rob'}",
	      "{'Tags':[{'Key':'a','Value':'1'}],'IsTruncated':false}" },
	    { "UntagUser", "{'UserName':'rob','TagKeys':['A']}", "{}" },
	    { "ListUserTags", "{'UserName':'rob'}", "{'Tags':[],'IsTruncated':false}" } } },
	{ "users are listed below a path prefix",
	  bob,
	  { { "ListUsers", "{'PathPrefix':'/te'}",
	      "{'Users':[{'Path':'/team/','UserName':'bob',*" },
	    { "ListUsers", "{'PathPrefix':'/no'}", "{'Users':[],'IsTruncated':false}" } } },
	{ "membership is idempotent both ways",
	  bob,
	  { { "RemoveUserFromGroup", "{'GroupName':'g','UserName':'nobody'}",
	      "NoSuchEntity: The user with name nobody cannot be found." },
	    { "AddUserToGroup", "{'GroupName':'g','UserName':'bob'}",
	      "NoSuchEntity: The group with name g cannot be found." },
	    { "CreateGroup", "{'GroupName':'g'}", "{'Group':{'Path':'/','GroupName':'g',*" },
	    { "AddUserToGroup", "{'GroupName':'g','UserName':'bob'}", "{}" },
	    { "AddUserToGroup", "{'GroupName':'g','UserName':'bob'}", "{}" },
	    { "DeleteGroup", "{'GroupName':'g'}",
	      "DeleteConflict: Cannot delete entity, must remove users from group first." },
	    { "RemoveUserFromGroup", "{'GroupName':'g','UserName':'bob'}", "{}" },
	    { "RemoveUserFromGroup", "{'GroupName':'g','UserName':'bob'}", "{}" } } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	operation_tell(&handlers, "iam", fixture->row);
	handlers_stop(&handlers);
}

static const struct operation_story role_stories[] = {
	{ "a role session names the user it means",
	  NULL,
	  { { "GetUser", "{}",
	      "ValidationError: Must specify userName when calling with non-User credentials" },
	    { "ListAccessKeys", "{}",
	      "ValidationError: Must specify userName when calling with non-User credentials" },
	    { "GetUser", "{'UserName':'admin'}", "{'User':{'Path':'/','UserName':'admin',*" } } },
};

static void tells_as_role(void **state)
{
	struct fixture *fixture = *state;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	handlers.principal.kind = PRINCIPAL_ROLE_SESSION;
	operation_tell(&handlers, "iam", fixture->row);
	handlers_stop(&handlers);
}

static const struct check_table tables[] = {
	CHECK_TABLE(stories, tells),
	CHECK_TABLE(role_stories, tells_as_role),
};

int main(void)
{
	return check_tables("mock/iam_users", tables, ARRAY_LEN(tables));
}
