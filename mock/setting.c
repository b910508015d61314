#include "mock/setting.h"

#include "mock/database.h"

const char *setting_text(struct call *call, const char *name, const char *otherwise)
{
	static const char by_name[] = "SELECT value FROM setting WHERE name = :name";
	const char *value =
		database_string(call, by_name, DATABASE_VALUES(database_text("name", name)));

	return value ? value : otherwise;
}
