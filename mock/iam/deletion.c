#include "mock/iam/deletion.h"

#include "mock/iam/reference.h"
#include "mock/iam/tags.h"

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

void iam_deletion_finish(struct call *call, const struct iam_entity *entity)
{
	database_run(call, "DELETE FROM last_access WHERE owner_id = :id",
		     DATABASE_VALUES(database_text("id", entity->id)));
	iam_tags_drop(call, entity->arn);
	iam_reference_move(call, entity->arn, entity->id);
}
