#include "client/preflight/check.h"

void check_add(struct check_list *list, const struct check *check)
{
	struct check *copy = arena_new(list->arena, struct check);

	*copy = *check;
	copy->next = NULL;
	if (list->last)
		list->last->next = copy;
	else
		list->first = copy;
	list->last = copy;
	list->counts[check->result]++;
}

const char *check_result_name(enum check_result result)
{
	static const char *const names[CHECK_RESULTS] = {
		[CHECK_PASS] = "pass",
		[CHECK_NOTE] = "note",
		[CHECK_UNKNOWN] = "unknown",
		[CHECK_FAIL] = "fail",
	};

	return names[result];
}

static bool refuse(const struct check *check, struct fault *fault)
{
	return fault_set(fault, FAULT_REFUSED, "%s%s%s%s%s%s", check->subject ? check->subject : "",
			 check->subject ? ": " : "",
			 check->result == CHECK_UNKNOWN ? "not known: " : "", check->detail,
			 check->remedy ? "; " : "", check->remedy ? check->remedy : "");
}

bool check_list_refuse(const struct check_list *list, bool refuses_unknown, struct fault *fault)
{
	for (const struct check *check = list->first; check; check = check->next)
		if (check->result == CHECK_FAIL)
			return refuse(check, fault);
	for (const struct check *check = list->first; refuses_unknown && check; check = check->next)
		if (check->result == CHECK_UNKNOWN)
			return refuse(check, fault);
	return true;
}
