#include <stdlib.h>
#include <string.h>

#include "mock/iam_toolbox/iam_toolbox.h"
#include "mock/journal.h"
#include "mock/setting.h"
#include "model/json.h"

/* Real readers were told twice that there is nothing yet (recorded); details come late. */
#define EARLY_ANSWERS "2"

/*
 * Details are for the account or the organization of the caller that was
 * refused, and in the region of the refusal (documented).
 */
static bool may_read(const struct call *call, const struct journal_refusal *refusal)
{
	const struct principal *reader = call->principal;

	if (strcmp(call->region, refusal->region) != 0)
		return false;
	if (reader->organization_id &&
	    strcmp(reader->organization_id, refusal->organization_id) == 0)
		return true;
	return strcmp(reader->account_id, refusal->account_id) == 0;
}

static bool is_early(struct call *call, const struct journal_refusal *refusal)
{
	const char *count =
		setting_text(call, "iam.authorization_details.early_answers", EARLY_ANSWERS);

	return refusal->asked < strtoul(count, NULL, 10);
}

/* The journal's own text in the form of the output. */
static bool read_details(struct call *call, const char *details, void *out)
{
	const struct json_value *value;
	struct fault fault;

	return json_read(call->arena, details, strlen(details), &fault, &value) &&
	       json_read_structure(call->arena, value, call->operation->output, &fault, out);
}

/* There is one page; the text of what is not found is assumed. */
enum api_status iam_toolbox_get_request_authorization_details(
	struct call *call, const struct iam_toolbox_get_request_authorization_details_in *in,
	struct iam_toolbox_get_request_authorization_details_out *out)
{
	struct journal_refusal refusal;

	if (in->next_token)
		return call_fail(call, &iam_toolbox_validation, "The nextToken is not valid.");
	if (!journal_find_refusal(call->journal, in->authorization_id, &refusal) ||
	    !may_read(call, &refusal) || is_early(call, &refusal) ||
	    !read_details(call, refusal.details, out))
		return call_fail(call, &iam_toolbox_resource_not_found,
				 "Authorization details not found for authorization ID %s.",
				 in->authorization_id);
	return API_OK;
}
