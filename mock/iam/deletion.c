#include "mock/iam/deletion.h"

enum api_status iam_deletion_check(struct call *call, const struct iam_deletion_rule *rules,
				   const char *id)
{
	for (const struct iam_deletion_rule *rule = rules; rule->sql; rule++) {
		if (database_exists(call, rule->sql, DATABASE_VALUES(database_text("id", id))))
			return call_fail(call, &iam_delete_conflict,
					 "Cannot delete entity, must %s.", rule->demand);
	}
	return API_OK;
}
