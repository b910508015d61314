#include <string.h>

#include "mock/iam/totp.h"
#include "tests/support/operation.h"

#define PROVIDER "arn:aws:iam::" HANDLERS_ACCOUNT ":oidc-provider/id.example.com"
#define OIDC     "{'OpenIDConnectProviderArn':'" PROVIDER "'}"
#define SAML     "arn:aws:iam::" HANDLERS_ACCOUNT ":saml-provider/none"

static const struct operation_story stories[] = {
	{ "a report that nobody asked for is not there and has no message",
	  NULL,
	  { { "GetCredentialReport", "{}", "ReportNotPresent: (null)" } } },
	{ "a report is made once in four hours",
	  NULL,
	  { { "GenerateCredentialReport", "{}",
	      "{'State':'STARTED','Description':'No report exists. Starting a new report "
	      "generation task'}" },
	    { "GenerateCredentialReport", "{}", "{'State':'COMPLETE'}" } } },
	{ "an account without a password policy says so in two ways",
	  NULL,
	  { { "GetAccountPasswordPolicy", "{}",
	      "NoSuchEntity: The Password Policy with domain name 123456789012 cannot be found." },
	    { "DeleteAccountPasswordPolicy", "{}",
	      "NoSuchEntity: The account policy with name PasswordPolicy cannot be found." },
	    { "UpdateAccountPasswordPolicy", "{}", "{}" },
	    { "GetAccountPasswordPolicy", "{}",
	      "{'PasswordPolicy':{'MinimumPasswordLength':6,'RequireSymbols':false,"
	      "'RequireNumbers':false,'RequireUppercaseCharacters':false,"
	      "'RequireLowercaseCharacters':false,'AllowUsersToChangePassword':false,"
	      "'ExpirePasswords':false}}" } } },
	{ "an alias belongs to one account",
	  "INSERT INTO account (id, name, email, created_ms) VALUES"
	  " ('222222222222', 'm', 'm@example.com', 0);"
	  "INSERT INTO account_setting VALUES ('222222222222', 'alias', 'taken');",
	  { { "CreateAccountAlias", "{'AccountAlias':'taken'}",
	      "EntityAlreadyExists: The account alias taken already exists." },
	    { "CreateAccountAlias", "{'AccountAlias':'mine'}", "{}" },
	    { "ListAccountAliases", "{}", "{'AccountAliases':['mine'],'IsTruncated':false}" },
	    { "DeleteAccountAlias", "{'AccountAlias':'taken'}", "NoSuchEntity: *" },
	    { "DeleteAccountAlias", "{'AccountAlias':'mine'}", "{}" },
	    { "ListAccountAliases", "{}", "{'AccountAliases':[],'IsTruncated':false}" } } },
	{ "outbound federation is on or off",
	  NULL,
	  { { "GetOutboundWebIdentityFederationInfo", "{}", "FeatureDisabled: *" },
	    { "DisableOutboundWebIdentityFederation", "{}", "FeatureDisabled: *" },
	    { "EnableOutboundWebIdentityFederation", "{}", "{'IssuerIdentifier':'https://*" },
	    { "EnableOutboundWebIdentityFederation", "{}", "FeatureEnabled: *" },
	    { "GetOutboundWebIdentityFederationInfo", "{}", "{'IssuerIdentifier':'https://*" },
	    { "DisableOutboundWebIdentityFederation", "{}", "{}" } } },
	{ "the issuer of tokens is an address of the server if a setting says so",
	  "INSERT INTO setting VALUES ('sts.token_issuer', 'server');",
	  { { "EnableOutboundWebIdentityFederation", "{}",
	      "{'IssuerIdentifier':'http://127.0.0.1:4000/_mattock/issuer/*" } } },
	{ "an OpenID Connect provider has a URL of its own",
	  NULL,
	  { { "CreateOpenIDConnectProvider", "{'Url':'example.org'}",
	      "ValidationError: Invalid Open ID Connect Provider URL" },
	    { "CreateOpenIDConnectProvider",
	      "{'Url':'https://id.example.com','ClientIDList':['a']}",
	      "{'OpenIDConnectProviderArn':'" PROVIDER "'}" },
	    { "CreateOpenIDConnectProvider", "{'Url':'https://id.example.com'}",
	      "EntityAlreadyExists: Provider with url https://id.example.com already exists." },
	    { "AddClientIDToOpenIDConnectProvider",
	      "{'OpenIDConnectProviderArn':'" PROVIDER "','ClientID':'b'}", "{}" },
	    { "GetOpenIDConnectProvider", OIDC,
	      "{'Url':'id.example.com','ClientIDList':['a','b'],'ThumbprintList':[],"
	      "'CreateDate':1795424400,'Tags':[]}" },
	    { "DeleteOpenIDConnectProvider", OIDC, "{}" },
	    { "DeleteOpenIDConnectProvider", OIDC,
	      "NoSuchEntity: OpenId connect Provider " PROVIDER " cannot be found." },
	    { "GetOpenIDConnectProvider", OIDC,
	      "NoSuchEntity: OpenIDConnect Provider not found for arn " PROVIDER } } },
	{ "lesser resources are refused by their own names",
	  NULL,
	  { { "GetSAMLProvider", "{'SAMLProviderArn':'" SAML "'}",
	      "NoSuchEntity: Manifest not found for arn " SAML },
	    { "GetServerCertificate", "{'ServerCertificateName':'c'}",
	      "NoSuchEntity: The Server Certificate with name c cannot be found." },
	    { "DeleteSSHPublicKey", "{'UserName':'admin','SSHPublicKeyId':'APKAXXXXXXXXXXXXXXXXX'}",
	      "NoSuchEntity: The Public Key with id APKAXXXXXXXXXXXXXXXXX cannot be found." },
	    { "CreateServiceSpecificCredential",
	      "{'UserName':'admin','ServiceName':'lambda.amazonaws.com'}",
	      "NoSuchEntity: No such service lambda.amazonaws.com is supported for Service "
	      "Specific Credentials" },
	    { "DeleteServiceSpecificCredential",
	      "{'UserName':'admin','ServiceSpecificCredentialId':'ACCA1111111111111111'}",
	      "NoSuchEntity: No such credential ACCA1111111111111111 exists" } } },
	{ "a service-specific credential shows its password once",
	  NULL,
	  { { "CreateServiceSpecificCredential",
	      "{'UserName':'admin','ServiceName':'codecommit.amazonaws.com'}",
	      "{'ServiceSpecificCredential':{'CreateDate':1795424400,'ServiceName':"
	      "'codecommit.amazonaws.com','ServiceUserName':'admin-at-123456789012',"
	      "'ServicePassword':*" },
	    { "ListServiceSpecificCredentials", "{'UserName':'admin'}",
	      "{'ServiceSpecificCredentials':[{'UserName':'admin','Status':'Active',"
	      "'ServiceUserName':'admin-at-123456789012','CreateDate':1795424400,*" },
	    { "DeleteUser", "{'UserName':'admin'}",
	      "DeleteConflict: Cannot delete entity, must remove referenced objects first." } } },
	{ "the whole account in pages",
	  "INSERT INTO inline_policy VALUES ('AIDA22222222222222222', 'p', '{}');"
	  "INSERT INTO iam_group VALUES ('AGPA11111111111111111', '" HANDLERS_ACCOUNT
	  "', 'g', '/', 0);",
	  { { "GetAccountAuthorizationDetails", "{'MaxItems':1}",
	      "{'UserDetailList':[{'Path':'/','UserName':'admin','UserId':"
	      "'AIDA22222222222222222','Arn':'arn:aws:iam::123456789012:user/admin',"
	      "'CreateDate':1700000000,'UserPolicyList':[{'PolicyName':'p','PolicyDocument':"
	      "'%7B%7D'}],'GroupList':[],'AttachedManagedPolicies':[],'Tags':[]}],"
	      "'GroupDetailList':[],'RoleDetailList':[],'Policies':[],'IsTruncated':true,"
	      "'Marker':'1'}" },
	    { "GetAccountAuthorizationDetails", "{'MaxItems':1,'Marker':'1'}",
	      "{'UserDetailList':[],'GroupDetailList':[{'Path':'/','GroupName':'g',"
	      "'GroupId':'AGPA11111111111111111','Arn':'arn:aws:iam::123456789012:group/g',"
	      "'CreateDate':0,'GroupPolicyList':[],'AttachedManagedPolicies':[]}],"
	      "'RoleDetailList':[],'Policies':[],'IsTruncated':false}" },
	    { "GetAccountAuthorizationDetails", "{'Filter':['Role']}",
	      "{'UserDetailList':[],'GroupDetailList':[],'RoleDetailList':[],'Policies':[],"
	      "'IsTruncated':false}" } } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	operation_tell(&handlers, "iam", fixture->row);
	handlers_stop(&handlers);
}

/* Lines of the credential report. */
static const struct report_row {
	const char *name;
	const char *given;
	const char *line;
} reports[] = {
	{ "a root user that was never used comes first, right after the header", "",
	  "cert_2_last_rotated\n<root_account>,arn:aws:iam::123456789012:root,"
	  "2023-11-14T22:13:20Z,false,no_information,not_supported,not_supported,false,false,N/A,"
	  "N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n" },
	{ "a recovered password shows in the root user's line",
	  "INSERT INTO login_profile (owner_id, account_id, created_ms) VALUES"
	  " ('" HANDLERS_ACCOUNT "', '" HANDLERS_ACCOUNT "', 1700000060000);",
	  "<root_account>,arn:aws:iam::123456789012:root,2023-11-14T22:13:20Z,true,"
	  "no_information,2023-11-14T22:14:20Z,not_supported,false," },
	{ "a user's keys come in the order they were made, the last line without an end",
	  "INSERT INTO access_key (id, account_id, owner_id, secret, status, created_ms) VALUES"
	  " ('AKIAB111111111111111', '" HANDLERS_ACCOUNT
	  "', 'AIDA22222222222222222', 's', 'Active', 1700000000000),"
	  " ('AKIAA111111111111111', '" HANDLERS_ACCOUNT
	  "', 'AIDA22222222222222222', 's', 'Inactive', 1700000060000);",
	  "\nadmin,arn:aws:iam::123456789012:user/admin,2023-11-14T22:13:20Z,false,N/A,N/A,N/A,"
	  "false,true,2023-11-14T22:13:20Z,N/A,N/A,N/A,false,2023-11-14T22:14:20Z,N/A,N/A,N/A,"
	  "false,N/A,false,N/A" },
};

static void reports_line(void **state)
{
	struct fixture *fixture = *state;
	const struct report_row *row = fixture->row;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	handlers_given(&handlers, row->given);
	operation_answer(&handlers, "iam", "GenerateCredentialReport", "{}");
	const char *content = database_string(
		&handlers.call, "SELECT content FROM credential_report WHERE account_id = :account",
		DATABASE_VALUES(database_text("account", HANDLERS_ACCOUNT)));
	if (!strstr(content, row->line))
		fail_msg("no line %s in %s", row->line, content);
	assert_true(content[strlen(content) - 1] != '\n');
	handlers_stop(&handlers);
}

/* RFC 6238's key and times; its eight digits end in ours. */
#define RFC_SEED "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static const struct totp_row {
	const char *name;
	const char *code1, *code2;
	int64_t now_s;
	bool is_accepted;
} codes[] = {
	{ "a wrong code is refused", "000000", "000000", 1111111109, false },
	{ "the right codes in the wrong order are refused", "050471", "081804", 1111111111, false },
	{ "codes of an hour ago are refused", "081804", "050471", 1111114711, false },
	{ "two codes in a row are accepted", "081804", "050471", 1111111111, true },
	{ "a code may be of the step that is to come", "081804", "050471", 1111111109, true },
};

static void accepts(void **state)
{
	struct fixture *fixture = *state;
	const struct totp_row *row = fixture->row;
	assert_int_equal(totp_accepts(RFC_SEED, row->code1, row->code2, row->now_s * 1000),
			 row->is_accepted);
}

static const struct check_table tables[] = {
	CHECK_TABLE(stories, tells),
	CHECK_TABLE(reports, reports_line),
	CHECK_TABLE(codes, accepts),
};

int main(void)
{
	return check_tables("mock/iam_account", tables, ARRAY_LEN(tables));
}
