#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "mock/database.h"
#include "mock/random.h"
#include "mock/sts/saml_response.h"
#include "sts_api.h"
#include "wire/encoding.h"

#define PROVIDER "arn:aws:iam::222222222222:saml-provider/Entry"
#define NOW_MS   INT64_C(1795424400000)

static struct database *open_state(void)
{
	static const char sql[] =
		"INSERT INTO account (id, name, email, created_ms) VALUES"
		" ('222222222222', 'a', 'a@example.com', 1);"
		"INSERT INTO identity_provider (arn, account_id, kind, uuid, document,"
		" created_ms)"
		" VALUES ('" PROVIDER "', '222222222222', 'saml', 'u',"
		" '<EntityDescriptor entityID=\"https://id.example.com/saml\"/>', 1);";
	struct database *database;
	struct fault fault = { 0 };

	assert(database_open(NULL, &fault, &database));
	assert(database_script(database, sql, &fault));
	database_begin(database);
	return database;
}

/* A response is an identity with all that a session needs, or an error that the contract lists. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct database *database;
	ARENA_AUTO(arena);
	const struct saml_request request = {
		.response = base64_encode(&arena, data, size),
		.role_arn = "arn:aws:iam::222222222222:role/worker",
		.provider_arn = PROVIDER,
	};
	struct random_source random = random_seeded(1);
	struct federated_identity identity;
	struct call call = { .arena = &arena,
			     .random = &random,
			     .now_ms = NOW_MS,
			     .region = "us-east-1",
			     .operation = api_operation_by_full_name("sts:AssumeRoleWithSAML") };

	if (!database)
		database = open_state();
	call.database = database;
	random_begin(&random, "fuzz", 0);
	if (saml_response_read(&call, &request, &identity) != API_OK) {
		assert(call.error.code && call.error.message);
		return 0;
	}
	assert(identity.subject && *identity.subject && identity.session_name);
	assert(identity.issuer && strcmp(identity.provider_arn, PROVIDER) == 0);
	return 0;
}
