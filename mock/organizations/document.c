#include "mock/organizations/document.h"

#include <string.h>

#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"
#include "model/organizations_api.h"
#include "wire/json_reader.h"
#include "wire/utf8.h"

static int64_t most_characters(struct call *call, const char *type)
{
	if (strcmp(type, "SERVICE_CONTROL_POLICY") == 0)
		return quota_get(call, QUOTA_SCP_CHARACTERS);
	if (strcmp(type, "RESOURCE_CONTROL_POLICY") == 0)
		return quota_get(call, QUOTA_RCP_CHARACTERS);
	return quota_get(call, QUOTA_OTHER_CHARACTERS);
}

bool document_check(struct call *call, const char *type, const char *content,
		    const char **out_content)
{
	const struct json_value *value = NULL;
	struct fault fault = { 0 };

	if ((int64_t)utf8_count(content, strlen(content)) > most_characters(call, type)) {
		refuse_constraint(call, "POLICY_CONTENT_LIMIT_EXCEEDED");
		return false;
	}
	if (!json_read(call->arena, content, strlen(content), &fault, &value) ||
	    value->kind != JSON_OBJECT) {
		refuse(call, &organizations_malformed_policy_document);
		return false;
	}
	*out_content = content;
	return true;
}
