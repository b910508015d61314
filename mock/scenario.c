#include "mock/scenario.h"

#include "mock/call.h"
#include "mock/database.h"
#include "wire/clock.h"

#define ADMINISTRATOR                                \
	"{\"Version\":\"2012-10-17\",\"Statement\":" \
	"[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"

/* The account that is there without a scenario, with the key of AWS's documentation. */
static bool load_default(struct database *database, struct fault *fault)
{
	static const char sql[] =
		"BEGIN;"
		"INSERT INTO account (id, name, email, created_ms) VALUES "
		"('123456789012', 'Example', 'root@example.com', 1577836800000);"
		"INSERT INTO iam_user (unique_id, account_id, name, path, created_ms) VALUES "
		"('AIDACKCEVSQ6C2EXAMPLE', '123456789012', 'admin', '/', 1577836800000);"
		"INSERT INTO inline_policy (owner_id, name, document) VALUES "
		"('AIDACKCEVSQ6C2EXAMPLE', 'AdministratorAccess', '" ADMINISTRATOR "');"
		"INSERT INTO access_key (id, account_id, owner_id, secret, created_ms) VALUES "
		"('AKIAIOSFODNN7EXAMPLE', '123456789012', 'AIDACKCEVSQ6C2EXAMPLE',"
		" 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 1577836800000);"
		"COMMIT;";

	return database_script(database, sql, fault);
}

bool scenario_load(struct database *database, const char *file, const int64_t *now_ms,
		   struct fault *fault, struct scenario_settings *out_settings)
{
	UNUSED(now_ms);
	*out_settings = (struct scenario_settings){ 0 };
	if (!file)
		return load_default(database, fault);
	return fault_set(fault, FAULT_INPUT, "%s: scenarios cannot be loaded yet", file);
}
