#include "client/predict/doubt.h"

#include <string.h>
#include <strings.h>

#include "policy/arn.h"

/*
 * Keys that a root session never carries. A name that ends with "/" or ":"
 * stands for all that begin with it. MFA, source identity and everything
 * about the network are in no table: they are not known beforehand.
 */
static const char *const absent_keys[] = {
	"aws:username",
	"aws:PrincipalTag/",
	"aws:RequestTag/",
	"aws:TagKeys",
	"aws:FederatedProvider",
	"aws:PrincipalServiceName",
	"aws:PrincipalServiceNamesList",
	"aws:CalledVia",
	"aws:CalledViaFirst",
	"aws:CalledViaLast",
	"aws:SourceArn",
	"aws:SourceAccount",
	"aws:SourceOrgID",
	"aws:SourceOrgPaths",
	"aws:ChatbotSourceArn",
	"aws:Ec2InstanceSourceVpc",
	"aws:Ec2InstanceSourcePrivateIPv4",
	"ec2:SourceInstanceArn",
	"ec2:RoleDelivery",
	"glue:RoleAssumedBy",
	"glue:CredentialIssuingService",
	"codebuild:",
	"lambda:SourceFunctionArn",
	"identitystore:",
	"iam:",
	"sts:",
	"saml:",
	"organizations:",
};

static bool is_absent(const struct policy_key *key)
{
	for (size_t i = 0; i < ARRAY_LEN(absent_keys); i++) {
		size_t len = strlen(absent_keys[i]);
		bool is_prefix = strchr("/:", absent_keys[i][len - 1]);

		if (key->len < len || strncasecmp(absent_keys[i], key->name, len) != 0)
			continue;
		if (is_prefix || key->len == len)
			return true;
	}
	return false;
}

static bool is_known(const struct doubt_facts *facts, const struct policy_key *key)
{
	return policy_context_find(facts->context, key) || is_absent(key);
}

/* The first variable of a text that stands for something unknown, or NULL. */
static const char *unknown_variable(const struct doubt_facts *facts, const struct policy_text *text)
{
	for (uint32_t i = 0; i < text->part_count; i++)
		if (text->parts[i].is_variable && !is_known(facts, &text->parts[i].key))
			return text->parts[i].key.name;
	return NULL;
}

static bool has_texts(const struct policy_condition *condition)
{
	return condition->test && (condition->test->family == POLICY_FAMILY_STRING ||
				   condition->test->family == POLICY_FAMILY_ARN);
}

/* The key that a condition turns on and that is not known, or NULL. */
static const char *condition_doubt(const struct policy_condition *condition,
				   const struct doubt_facts *facts)
{
	const char *name = NULL;

	if (!is_known(facts, &condition->key))
		return condition->key.name;
	for (uint32_t i = 0; has_texts(condition) && !name && i < condition->operand_count; i++)
		name = unknown_variable(facts, &condition->operands[i].text);
	return name;
}

/* How an entry of Resource has to do with a resource whose name is not known. */
enum reach { REACHES_NONE, REACHES_SOME, REACHES_ALL };

/* No bucket, queue or device has one of these in its name. */
static bool has_foreign_letter(const char *text, size_t len)
{
	return memchr(text, '/', len) || memchr(text, ':', len);
}

static bool is_all_stars(const struct policy_pattern *pattern)
{
	for (uint32_t i = 0; i < pattern->len; i++)
		if (pattern->text[i] != POLICY_WILDCARD_RUN)
			return false;
	return pattern->len > 0;
}

/* Whether the last segment of a pattern covers all, some or none of @known and a name. */
static enum reach name_reach(const struct policy_pattern *pattern, const char *known,
			     size_t known_len)
{
	size_t shared = pattern->len < known_len ? pattern->len : known_len;

	if (pattern->kind == POLICY_PATTERN_ANY || is_all_stars(pattern))
		return REACHES_ALL;
	if (pattern->kind == POLICY_PATTERN_GLOB)
		return has_foreign_letter(pattern->text, pattern->len) && !known_len ? REACHES_NONE
										     : REACHES_SOME;
	if (memcmp(pattern->text, known, shared) != 0)
		return REACHES_NONE;
	if (pattern->kind == POLICY_PATTERN_PREFIX && pattern->len <= known_len)
		return REACHES_ALL;
	if (pattern->len <= known_len ||
	    has_foreign_letter(pattern->text + known_len, pattern->len - known_len))
		return REACHES_NONE;
	return REACHES_SOME;
}

static enum reach entry_reach(const struct policy_resource *entry, const struct policy_arn *arn)
{
	if (entry->pattern.any)
		return REACHES_ALL;
	if (entry->pattern.count != POLICY_ARN_SEGMENTS ||
	    !policy_arn_pattern_covers(&entry->pattern, arn, POLICY_ARN_RESOURCE))
		return REACHES_NONE;
	if (entry->tail)
		return REACHES_SOME;
	return name_reach(&entry->pattern.segment[POLICY_ARN_RESOURCE],
			  arn->segment[POLICY_ARN_RESOURCE], arn->len[POLICY_ARN_RESOURCE] - 1);
}

static const char *resource_doubt(const struct policy_statement *statement,
				  const struct doubt_facts *facts)
{
	struct policy_arn arn = policy_arn_split(facts->resource, strlen(facts->resource), false);
	const char *doubt = NULL;

	for (uint32_t i = 0; i < statement->resource_count; i++) {
		const struct policy_resource *entry = &statement->resources[i];
		const char *name = entry->tail ? unknown_variable(facts, entry->tail) : NULL;
		enum reach reach;

		if (name)
			doubt = name;
		if (!facts->is_name_unknown)
			continue;
		reach = entry_reach(entry, &arn);
		if (reach == REACHES_ALL)
			return NULL;
		if (reach == REACHES_SOME)
			doubt = "the name of the resource";
	}
	return doubt;
}

const char *doubt_reason(const struct policy_statement *statement, const struct doubt_facts *facts)
{
	const char *reason = resource_doubt(statement, facts);

	for (uint32_t i = 0; !reason && i < statement->condition_count; i++)
		reason = condition_doubt(&statement->conditions[i], facts);
	return reason;
}

/* The statement without what is in doubt about it. */
static struct policy_statement certain_part(struct arena *arena,
					    const struct policy_statement *statement,
					    const struct doubt_facts *facts)
{
	struct policy_statement part = *statement;
	struct policy_condition *kept =
		arena_array(arena, statement->condition_count, sizeof(*kept));

	part.conditions = kept;
	part.condition_count = 0;
	for (uint32_t i = 0; i < statement->condition_count; i++)
		if (!condition_doubt(&statement->conditions[i], facts))
			kept[part.condition_count++] = statement->conditions[i];
	if (resource_doubt(statement, facts)) {
		part.has_resources = false;
		part.not_resources = false;
		part.resource_count = 0;
	}
	return part;
}

static bool has_doubt(const struct policy_document *document, const struct doubt_facts *facts)
{
	for (uint32_t i = 0; i < document->statement_count; i++)
		if (doubt_reason(&document->statements[i], facts))
			return true;
	return false;
}

const struct policy_document *doubt_read(struct arena *arena,
					 const struct policy_document *document,
					 const struct doubt_facts *facts, enum doubt_view view)
{
	enum policy_effect kept_effect = view == DOUBT_WORST ? POLICY_DENY : POLICY_ALLOW;
	struct policy_document *read;
	struct policy_statement *statements;

	if (!has_doubt(document, facts))
		return document;
	read = arena_new(arena, struct policy_document);
	statements = arena_array(arena, document->statement_count, sizeof(*statements));
	*read = *document;
	read->statements = statements;
	read->statement_count = 0;
	for (uint32_t i = 0; i < document->statement_count; i++) {
		const struct policy_statement *statement = &document->statements[i];

		if (!doubt_reason(statement, facts))
			statements[read->statement_count++] = *statement;
		else if (statement->effect == kept_effect)
			statements[read->statement_count++] = certain_part(arena, statement, facts);
	}
	return read;
}

const struct policy_document *doubt_unread(enum doubt_view view)
{
	static const struct policy_pattern every_action = { .kind = POLICY_PATTERN_ANY };
	static const struct policy_statement statements[DOUBT_VIEWS] = {
		[DOUBT_WORST] = { .effect = POLICY_DENY,
				  .action_count = 1,
				  .actions = &every_action },
		[DOUBT_BEST] = { .effect = POLICY_ALLOW,
				 .action_count = 1,
				 .actions = &every_action },
	};
	static const struct policy_document documents[DOUBT_VIEWS] = {
		[DOUBT_WORST] = { .version = "2012-10-17",
				  .statements = &statements[DOUBT_WORST],
				  .statement_count = 1 },
		[DOUBT_BEST] = { .version = "2012-10-17",
				 .statements = &statements[DOUBT_BEST],
				 .statement_count = 1 },
	};

	return &documents[view];
}
