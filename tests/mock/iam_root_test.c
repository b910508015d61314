#include <string.h>

#include "tests/support/operation.h"

/*
 * What a root session touches: without a UserName the operations act on the
 * account's root user. Two keys, two certificates and three MFA devices.
 */

#define SERIAL "arn:aws:iam::" HANDLERS_ACCOUNT ":mfa/root-account-mfa-device"

static const char credentials[] =
	"INSERT INTO access_key (id, account_id, owner_id, secret, status, created_ms,"
	" last_used_ms, last_used_service, last_used_region) VALUES"
	" ('AKIAROOT111111111111', '" HANDLERS_ACCOUNT "', '" HANDLERS_ACCOUNT
	"', 's', 'Active', 1700000000000, 1795338000000, 's3', 'eu-west-1'),"
	" ('AKIAROOT222222222222', '" HANDLERS_ACCOUNT "', '" HANDLERS_ACCOUNT
	"', 's', 'Inactive', 1700000001000, NULL, NULL, NULL),"
	" ('AKIAUSER111111111111', '" HANDLERS_ACCOUNT
	"', 'AIDA22222222222222222', 's', 'Active', 1700000002000, NULL, NULL, NULL);"
	"INSERT INTO signing_certificate (id, account_id, owner_id, body, uploaded_ms) VALUES"
	" ('ROOTCERTIFICATE11111111111111111', '" HANDLERS_ACCOUNT "', '" HANDLERS_ACCOUNT
	"', 'PEM', 1700000003000);"
	"INSERT INTO mfa_device (serial, account_id, owner_id, kind, created_ms, enabled_ms) VALUES"
	" ('" SERIAL "', '" HANDLERS_ACCOUNT "', '" HANDLERS_ACCOUNT
	"', 'virtual', 1700000004000, 1700000004000),"
	" ('GAHT12345678', '" HANDLERS_ACCOUNT "', '" HANDLERS_ACCOUNT
	"', 'hardware', 1700000005000, 1700000005000);"
	"INSERT INTO login_profile (owner_id, account_id, created_ms) VALUES"
	" ('" HANDLERS_ACCOUNT "', '" HANDLERS_ACCOUNT "', 1700000006000);";

static const char none[] = "";

static const struct operation_story stories[] = {
	{ "a root user without a password is called null",
	  none,
	  { { "GetLoginProfile", "{}",
	      "NoSuchEntity: Login Profile for User null cannot be found." },
	    { "DeleteLoginProfile", "{}",
	      "NoSuchEntity: Login Profile for User null cannot be found." } } },
	{ "a second password is refused by the account's id",
	  credentials,
	  { { "CreateLoginProfile", "{}",
	      "EntityAlreadyExists: Login Profile for account 123456789012 already exists." } } },
	{ "the root user's password is not chosen here",
	  none,
	  { { "CreateLoginProfile", "{'Password':'Secret-123456'}", "ValidationError: *" } } },
	{ "a key of a user is not the root user's to delete",
	  credentials,
	  { { "DeleteAccessKey", "{'AccessKeyId':'AKIAUSER111111111111'}",
	      "NoSuchEntity: The Access Key with id AKIAUSER111111111111 cannot be found." } } },
	{ "an unknown key is not said to be unknown",
	  credentials,
	  { { "GetAccessKeyLastUsed", "{'AccessKeyId':'AKIANOBODY1111111111'}",
	      "AccessDenied: User: arn:aws:iam::123456789012:root is not authorized to perform "
	      "iam:GetAccessKeyLastUsed on resource: access key AKIANOBODY1111111111" } } },
	{ "an unknown certificate cannot be deleted",
	  credentials,
	  { { "DeleteSigningCertificate", "{'CertificateId':'NONEXISTENTCERTID12345678901'}",
	      "NoSuchEntity: The Certificate with id NONEXISTENTCERTID12345678901 cannot be "
	      "found." } } },
	{ "an unknown MFA device cannot be deactivated",
	  credentials,
	  { { "DeactivateMFADevice", "{'SerialNumber':'arn:aws:iam::123456789012:mfa/none'}",
	      "NoSuchEntity: MFA Device with serial number arn:aws:iam::123456789012:mfa/none does "
	      "not exist." } } },
	{ "a virtual device in use cannot be deleted",
	  credentials,
	  { { "DeleteVirtualMFADevice", "{'SerialNumber':'" SERIAL "'}",
	      "DeleteConflict: MFA VirtualDevice in use. Must deactivate first." },
	    { "DeactivateMFADevice", "{'SerialNumber':'" SERIAL "'}", "{}" },
	    { "DeleteVirtualMFADevice", "{'SerialNumber':'" SERIAL "'}", "{}" },
	    { "DeleteVirtualMFADevice", "{'SerialNumber':'" SERIAL "'}",
	      "NoSuchEntity: MFA Device with serial number " SERIAL " does not exist." } } },
	{ "the root user has neither name nor path",
	  none,
	  { { "GetUser", "{}",
	      "{'User':{'UserId':'123456789012','Arn':'arn:aws:iam::123456789012:root',"
	      "'CreateDate':1700000000}}" } } },
	{ "without credentials the lists are empty",
	  none,
	  { { "ListAccessKeys", "{}", "{'AccessKeyMetadata':[],'IsTruncated':false}" },
	    { "ListMFADevices", "{}", "{'MFADevices':[],'IsTruncated':false}" },
	    { "ListSigningCertificates", "{}", "{'Certificates':[],'IsTruncated':false}" } } },
	{ "the root user's credentials are listed without a name",
	  credentials,
	  { { "ListAccessKeys", "{}",
	      "{'AccessKeyMetadata':[{'AccessKeyId':'AKIAROOT111111111111','Status':'Active',"
	      "'CreateDate':1700000000},{'AccessKeyId':'AKIAROOT222222222222','Status':'Inactive',"
	      "'CreateDate':1700000001}],'IsTruncated':false}" },
	    { "ListMFADevices", "{}",
	      "{'MFADevices':[{'SerialNumber':'GAHT12345678','EnableDate':1700000005},"
	      "{'SerialNumber':'" SERIAL "','EnableDate':1700000004}],'IsTruncated':false}" },
	    { "ListSigningCertificates", "{}",
	      "{'Certificates':[{'CertificateId':'ROOTCERTIFICATE11111111111111111',"
	      "'CertificateBody':'PEM','Status':'Active','UploadDate':1700000003}],"
	      "'IsTruncated':false}" },
	    { "GetLoginProfile", "{}",
	      "{'LoginProfile':{'CreateDate':1700000006,'PasswordResetRequired':false}}" } } },
	{ "the last use of a key is shown, and N/A without one",
	  credentials,
	  { { "GetAccessKeyLastUsed", "{'AccessKeyId':'AKIAROOT111111111111'}",
	      "{'AccessKeyLastUsed':{'LastUsedDate':1795338000,'ServiceName':'s3',"
	      "'Region':'eu-west-1'}}" },
	    { "GetAccessKeyLastUsed", "{'AccessKeyId':'AKIAROOT222222222222'}",
	      "{'AccessKeyLastUsed':{'ServiceName':'N/A','Region':'N/A'}}" },
	    { "GetAccessKeyLastUsed", "{'AccessKeyId':'AKIAUSER111111111111'}",
	      "{'UserName':'admin','AccessKeyLastUsed':{'ServiceName':'N/A','Region':'N/A'}}" } } },
	{ "password recovery makes a password once",
	  none,
	  { { "CreateLoginProfile", "{}",
	      "{'LoginProfile':{'CreateDate':1795424400,'PasswordResetRequired':false}}" },
	    { "CreateLoginProfile", "{}",
	      "EntityAlreadyExists: Login Profile for account 123456789012 already exists." },
	    { "DeleteLoginProfile", "{}", "{}" },
	    { "GetLoginProfile", "{}",
	      "NoSuchEntity: Login Profile for User null cannot be found." } } },
	{ "everything can be taken away",
	  credentials,
	  { { "DeleteAccessKey", "{'AccessKeyId':'AKIAROOT111111111111'}", "{}" },
	    { "DeleteSigningCertificate", "{'CertificateId':'ROOTCERTIFICATE11111111111111111'}",
	      "{}" },
	    { "DeactivateMFADevice", "{'SerialNumber':'GAHT12345678'}", "{}" },
	    { "ListMFADevices", "{}",
	      "{'MFADevices':[{'SerialNumber':'" SERIAL
	      "','EnableDate':1700000004}],'IsTruncated':false}" },
	    { "ListSigningCertificates", "{}", "{'Certificates':[],'IsTruncated':false}" },
	    { "ListAccessKeys", "{}",
	      "{'AccessKeyMetadata':[{'AccessKeyId':'AKIAROOT222222222222','Status':'Inactive',"
	      "'CreateDate':1700000001}],'IsTruncated':false}" } } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	handlers.principal = (struct principal){
		.kind = PRINCIPAL_ROOT_SESSION,
		.account_id = HANDLERS_ACCOUNT,
		.arn = "arn:aws:iam::" HANDLERS_ACCOUNT ":root",
		.policy_arn = "arn:aws:iam::" HANDLERS_ACCOUNT ":root",
		.user_id = HANDLERS_ACCOUNT,
		.unique_id = HANDLERS_ACCOUNT,
	};
	operation_tell(&handlers, "iam", fixture->row);
	handlers_stop(&handlers);
}

/* The four flags of GetAccountSummary about the root user. */
static const struct summary_row {
	const char *name;
	const char *given;
	const char *flags;
} summaries[] = {
	{ "a root user without credentials shows four zeroes", none, "0000" },
	{ "every kind of root credential shows", credentials, "1111" },
	{ "credentials of users are not the root user's",
	  "INSERT INTO login_profile (owner_id, account_id, created_ms) VALUES"
	  " ('AIDA22222222222222222', '" HANDLERS_ACCOUNT "', 0);",
	  "0000" },
};

static void shows_flags(void **state)
{
	static const char *const keys[] = { "AccountMFAEnabled", "AccountAccessKeysPresent",
					    "AccountPasswordPresent",
					    "AccountSigningCertificatesPresent" };
	struct fixture *fixture = *state;
	const struct summary_row *row = fixture->row;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	handlers_given(&handlers, row->given);
	const char *answer = operation_answer(&handlers, "iam", "GetAccountSummary", "{}");
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const char *entry =
			arena_printf(&fixture->arena, "\"%s\":%c", keys[i], row->flags[i]);
		if (!strstr(answer, entry))
			fail_msg("%s is not in %s", entry, answer);
	}
	handlers_stop(&handlers);
}

static const struct check_table tables[] = {
	CHECK_TABLE(stories, tells),
	CHECK_TABLE(summaries, shows_flags),
};

int main(void)
{
	return check_tables("mock/iam_root", tables, ARRAY_LEN(tables));
}
