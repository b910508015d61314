#include "mock/iam/reference.h"

/* Every policy with a principal; the ARN stands there as a whole JSON string. */
static const char *const statements[] = {
	"UPDATE iam_role SET trust_policy = replace(trust_policy, :from, :to)"
	" WHERE instr(trust_policy, :from) -- scan: any role may name it",
	"UPDATE bucket SET policy = replace(policy, :from, :to)"
	" WHERE instr(policy, :from) -- scan: any bucket may name it",
	"UPDATE queue SET policy = replace(policy, :from, :to)"
	" WHERE instr(policy, :from) -- scan: any queue may name it",
};

void iam_reference_move(struct call *call, const char *from, const char *to)
{
	const struct database_value *values =
		DATABASE_VALUES(database_text("from", arena_printf(call->arena, "\"%s\"", from)),
				database_text("to", arena_printf(call->arena, "\"%s\"", to)));

	for (size_t i = 0; i < ARRAY_LEN(statements); i++)
		database_run(call, statements[i], values);
}
