#include "tests/client/credentials/desk_data.h"

#include "tests/client/credentials/desk.h"

#define STS_ANSWER(operation, id)                                                                \
	"<" operation "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" operation \
	"Result><Credentials><AccessKeyId>" id "</AccessKeyId><SecretAccessKey>s"                \
	"</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-12-01T01:00:00Z"       \
	"</Expiration></Credentials></" operation "Result></" operation "Response>"
#define DENIED                                                                            \
	"<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not " \
	"you</Message></Error><RequestId>r</RequestId></ErrorResponse>"
#define KEY(id, expires)                                                        \
	"{\"Code\":\"Success\",\"AccessKeyId\":\"" id "\",\"SecretAccessKey\":" \
	"\"s\",\"Token\":\"t\",\"Expiration\":\"" expires "\"}"

const struct stub_answer desk_answers[] = {
	{ "POST", "/", "Authorization: AWS4-HMAC-SHA256 Credential=AKIABASE/",
	  ROLE_IN "one&RoleSessionName=me&DurationSeconds=3600&ExternalId=x-1", 200,
	  STS_ANSWER("AssumeRole", "ASIAONE") },
	{ "POST", "/", "Authorization: AWS4-HMAC-SHA256 Credential=ASIAONE/", ROLE_IN "two&", 200,
	  STS_ANSWER("AssumeRole", "ASIATWO") },
	{ "POST", "/", "Authorization: AWS4-HMAC-SHA256 Credential=AKIASELF/", ROLE_IN "self&", 200,
	  STS_ANSWER("AssumeRole", "ASIASELF") },
	{ "POST", "/", "Authorization: AWS4-HMAC-SHA256 Credential=AKIAENV/", ROLE_IN "env&", 200,
	  STS_ANSWER("AssumeRole", "ASIAENV") },
	{ "POST", "/", "Authorization: AWS4-HMAC-SHA256 Credential=ASIAINSTANCE/", ROLE_IN "env&",
	  200, STS_ANSWER("AssumeRole", "ASIAEC2") },
	{ "POST", "/", "Authorization: AWS4-HMAC-SHA256 Credential=ASIACONTAINER/", ROLE_IN "env&",
	  200, STS_ANSWER("AssumeRole", "ASIAECS") },
	{ "POST", "/", NULL, ROLE_IN "denied&", 403, DENIED },
	{ "POST", "/", NULL, "WebIdentityToken=a.b.c%", 400, DENIED },
	{ "POST", "/", NULL, "WebIdentityToken=a.b.c", 200,
	  STS_ANSWER("AssumeRoleWithWebIdentity", "ASIAWEB") },
	{ "GET", "/open", NULL, NULL, 200, KEY("ASIACONTAINER", "2026-12-01T06:00:00Z") },
	{ "GET", "/guarded", "Authorization: from-file", NULL, 200,
	  KEY("ASIAGUARDED", "2026-12-01T06:00:00Z") },
	{ "GET", "/half", NULL, NULL, 200, "{\"AccessKeyId\":\"ASIAHALF\"}" },
	{ "GET", "/garbage", NULL, NULL, 200, "<html>hush</html>" },
	{ "PUT", "/latest/api/token", "x-aws-ec2-metadata-token-ttl-seconds: 21600", NULL, 200,
	  "imds" },
	{ "GET", METADATA, "x-aws-ec2-metadata-token: imds", NULL, 200, "Worker\n" },
	{ "GET", METADATA "Worker", "x-aws-ec2-metadata-token: imds", NULL, 200,
	  KEY("ASIAINSTANCE", "2026-12-01T06:00:00Z") },
	{ "PUT", "/old/latest/api/token", NULL, NULL, 200, "imds" },
	{ "GET", "/old" METADATA, NULL, NULL, 200, "Worker" },
	{ "GET", "/old" METADATA "Worker", NULL, NULL, 200,
	  KEY("ASIASTALE", "2026-11-30T23:00:00Z") },
	{ "PUT", "/odd/latest/api/token", NULL, NULL, 200, "imds" },
	{ "GET", "/odd" METADATA, NULL, NULL, 200, "../../etc/passwd" },
	{ "PUT", "/bad/latest/api/token", NULL, NULL, 200, "imds" },
	{ "GET", "/bad" METADATA, NULL, NULL, 200, "Worker" },
	{ "GET", "/bad" METADATA "Worker", NULL, NULL, 200,
	  "{\"Code\":\"AssumeRoleUnauthorizedAccess\",\"Message\":\"no\"}" },
	{ "GET", SSO_URI, "x-amz-sso_bearer_token: revoked", NULL, 401, "{}" },
	{ "GET", SSO_URI, "x-amz-sso_bearer_token: stranger", NULL, 403,
	  "{\"message\":\"No access\"}" },
	{ "GET", SSO_URI, "x-amz-sso_bearer_token: good", NULL, 200,
	  "{\"roleCredentials\":{\"accessKeyId\":\"ASIASSO\",\"secretAccessKey\":\"s\","
	  "\"sessionToken\":\"t\",\"expiration\":1796086800000}}" },
	{ "POST", "/token", NULL,
	  "{\"clientId\":\"id\",\"clientSecret\":\"cs\",\"grantType\":\"refresh_token\","
	  "\"refreshToken\":\"r1\"}",
	  200, "{\"accessToken\":\"good\",\"expiresIn\":28800,\"refreshToken\":\"r2\"}" },
	{ "POST", "/token", NULL, NULL, 400, "{\"error\":\"invalid_grant\"}" },
	{ NULL },
};

const char desk_config[] =
	"[profile half]\naws_access_key_id = AKIAHALF\n"
	"[profile broken]\naws_access_key_id = \"AKIA BROKEN\"\naws_secret_access_key = s\n"
	"[profile one]\nrole_arn = " ROLE "one\nsource_profile = base\n"
	"external_id = x-1\nduration_seconds = 3600\nrole_session_name = me\n"
	"[profile two]\nrole_arn = " ROLE "two\nsource_profile = one\n"
	"[profile self]\nrole_arn = " ROLE "self\nsource_profile = self\n"
	"aws_access_key_id = AKIASELF\naws_secret_access_key = s\n"
	"[profile lonely]\nrole_arn = " ROLE "x\nsource_profile = lonely\n"
	"[profile a]\nrole_arn = " ROLE "x\nsource_profile = b\n"
	"[profile b]\nrole_arn = " ROLE "x\nsource_profile = a\n"
	"[profile nowhere]\nrole_arn = " ROLE "x\nsource_profile = missing\n"
	"[profile barren]\nrole_arn = " ROLE "x\nsource_profile = empty\n"
	"[profile sourceless]\nrole_arn = " ROLE "x\n"
	"[profile both]\nrole_arn = " ROLE "x\nsource_profile = base\n"
	"credential_source = Environment\n"
	"[profile env]\nrole_arn = " ROLE "env\ncredential_source = environment\n"
	"[profile ec2]\nrole_arn = " ROLE "env\ncredential_source = Ec2InstanceMetadata\n"
	"[profile ecs]\nrole_arn = " ROLE "env\ncredential_source = EcsContainer\n"
	"[profile elsewhere]\nrole_arn = " ROLE "env\ncredential_source = Vault\n"
	"[profile short]\nrole_arn = " ROLE "x\nsource_profile = base\nduration_seconds = 60\n"
	"[profile denied]\nrole_arn = " ROLE "denied\nsource_profile = base\n"
	"[profile web]\nrole_arn = " ROLE "web\nweb_identity_token_file = {folder}/web\n"
	"[profile webless]\nrole_arn = " ROLE "web\nweb_identity_token_file = {folder}/none\n"
	"[profile faceless]\nweb_identity_token_file = {folder}/web\n"
	"[sso-session corp]\nsso_start_url = https://new.example/start\nsso_region = eu-west-1\n"
	"[profile sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Audit\n"
	"[profile sso-role]\nrole_arn = " ROLE "denied\nsource_profile = sso\n"
	"[profile sso-old]\nsso_start_url = https://old.example/start\nsso_region = eu-west-1\n"
	"sso_account_id = 111122223333\nsso_role_name = Audit\n"
	"[profile sso-half]\nsso_session = corp\nsso_account_id = 111122223333\n"
	"[profile sso-lost]\nsso_session = none\nsso_account_id = 1\nsso_role_name = A\n"
	"[profile sso-two]\nsso_session = corp\nsso_region = us-east-1\nsso_account_id = 1\n"
	"sso_role_name = A\n"
	"[sso-session odd]\nsso_start_url = https://odd.example\nsso_region = x.evil/\n"
	"[profile login]\nlogin_session = arn:aws:iam::111122223333:user/u\n"
	"[profile process]\ncredential_process = /bin/sh {folder}/process \"ASIA\"'PROCESS' t "
	"2026-12-01T02:00:00Z\n"
	"[profile process-key]\ncredential_process = /bin/sh {folder}/process AKIAFOREVER\n"
	"aws_access_key_id = AKIACONFIG\naws_secret_access_key = s\n"
	"[profile process-old]\ncredential_process = /bin/sh {folder}/process ASIAOLD t "
	"2026-11-30T23:00:00Z\n"
	"[profile process-fails]\ncredential_process = /bin/sh -c 'exit 7'\n"
	"[profile process-dies]\ncredential_process = /bin/sh -c 'kill -9 $$'\n"
	"[profile process-garbage]\ncredential_process = /bin/echo hush\n"
	"[profile process-endless]\ncredential_process = /bin/sh -c 'while :; do echo "
	"hushhushhushhushhush; done'\n"
	"[profile process-hangs]\ncredential_process = /bin/sh -c 'exec sleep 1000'\n"
	"[profile process-open]\ncredential_process = /bin/sh 'hush\n"
	"[profile process-missing]\ncredential_process = /nonexistent/helper hush\n"
	"[profile process-version]\ncredential_process = /bin/echo '{\"Version\":2}'\n"
	"[profile keyed]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = s\n"
	"[profile empty]\nregion = eu-west-1\n";
const char desk_credentials[] =
	"[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = secret\n"
	"[keyed]\naws_access_key_id = AKIASHARED\naws_secret_access_key = s\n"
	"[session]\naws_access_key_id = ASIASESSION\naws_secret_access_key = secret\n"
	"aws_session_token = token/+=\n";
const char desk_process[] =
	"echo \"{\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"$1\\\",\\\"SecretAccessKey\\\":"
	"\\\"s\\\"${2:+,\\\"SessionToken\\\":\\\"$2\\\"}${3:+,\\\"Expiration\\\":\\\"$3\\\"}}\"\n";
