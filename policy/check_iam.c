#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "policy/arn.h"
#include "policy/checker.h"

/* What comes first in the resource part of an ARN of IAM's. */
static const char *const iam_paths[] = {
	"user/",
	"federated-user/",
	"role/",
	"group/",
	"instance-profile/",
	"mfa/",
	"server-certificate/",
	"policy/",
	"sms-mfa/",
	"saml-provider/",
	"oidc-provider/",
	"report/",
	"access-report/",
	"root",
};

static const char *const partitions[] = {
	"aws",       "aws-cn",    "aws-us-gov", "aws-iso", "aws-iso-b",
	"aws-iso-e", "aws-iso-f", "aws-eusc",   "*",
};

static bool check_version(struct checker *checker)
{
	const char *version = json_get_string(checker->root, "Version");

	if (checker->options->use != POLICY_USE_MANAGED ||
	    (version && strcmp(version, "2012-10-17") == 0))
		return true;
	return checker_refuse(checker, json_get(checker->root, "Version"),
			      "Policy document must be version 2012-10-17 or greater.");
}

static bool is_one_of(const char *const *texts, size_t count, const char *text, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(texts[i]) == len && memcmp(texts[i], text, len) == 0)
			return true;
	return false;
}

static bool has_partition(const struct policy_arn *arn)
{
	return arn->count > POLICY_ARN_PARTITION &&
	       is_one_of(partitions, ARRAY_LEN(partitions), arn->segment[POLICY_ARN_PARTITION],
			 arn->len[POLICY_ARN_PARTITION]);
}

static bool check_effect(struct checker *checker, const struct json_value *effect)
{
	if (strcasecmp(effect->text, "Allow") != 0 && strcasecmp(effect->text, "Deny") != 0)
		return checker_explain(checker, effect, checker->syntax,
				       "Effect must be Allow or Deny");
	if (strcmp(effect->text, "Allow") != 0 && strcmp(effect->text, "Deny") != 0)
		return checker_explain(checker, effect, checker->literal,
				       "Effect must be written Allow or Deny");
	return true;
}

static bool check_legacy_arn(struct checker *checker, const struct json_value *item)
{
	struct policy_arn arn = policy_arn_split(item->text, item->len, true);
	bool is_short = has_partition(&arn) && arn.count < POLICY_ARN_SEGMENTS &&
			strstr(item->text, "::");
	bool no_vendor = arn.count > POLICY_ARN_SERVICE && !arn.len[POLICY_ARN_SERVICE];

	if (is_short || (no_vendor && has_partition(&arn)))
		return checker_explain(checker, item, checker->literal,
				       "the ARN lacks a field or its service");
	return true;
}

/*
 * The old parser behind the new one: effects, and ARNs with too few or empty
 * fields. A partition that is none is told before (recorded).
 */
static bool check_legacy(struct checker *checker, const struct json_value *statement)
{
	return check_effect(checker, json_get(statement, "Effect")) &&
	       checker_each_text(checker, checker_either(statement, "Resource", "NotResource"),
				 check_legacy_arn);
}

/* An underscore is taken too, whatever AWS's text says (recorded). */
static bool sid_is_alphanumeric(const char *sid)
{
	while (isalnum((unsigned char)*sid) || *sid == '_')
		sid++;
	return !*sid;
}

/* Empty ones may repeat (recorded). */
static bool check_sid(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *sid = json_get(statement, "Sid");

	if (!sid || !sid->len)
		return true;
	if (!sid_is_alphanumeric(sid->text))
		return checker_refuse(checker, sid,
				      "Statement IDs (SID) must be alpha-numeric. Check that your "
				      "input satisfies the regular expression [0-9A-Za-z]*");
	for (const struct json_value *other = checker_first_statement(checker); other != statement;
	     other = checker_next_statement(checker, other)) {
		const char *text = json_get_string(other, "Sid");

		if (text && strcmp(text, sid->text) == 0)
			return checker_refuse(
				checker, sid,
				"Statement IDs (SID) in a single policy must be unique.");
	}
	return true;
}

/* Whether the element is there and no empty list. */
static bool is_some(const struct json_value *value)
{
	return value && (value->kind == JSON_STRING || value->len);
}

static bool check_has_actions(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *actions = checker_either(statement, "Action", "NotAction");

	if (is_some(actions))
		return true;
	return checker_refuse(checker, statement, "Policy statement must contain actions.");
}

static bool refuse_partition(struct checker *checker, const struct json_value *item,
			     const struct policy_arn *arn)
{
	static const char *const missing[] = { "", "", ":*:*:*:*", ":*:*:*", ":*:*", ":*", "" };

	return checker_refuse(checker, item,
			      "Partition \"%.*s\" is not valid for resource "
			      "\"arn:%s%s\".",
			      (int)arn->len[POLICY_ARN_PARTITION],
			      arn->segment[POLICY_ARN_PARTITION],
			      arn->segment[POLICY_ARN_PARTITION], missing[arn->count]);
}

static bool check_iam_resource(struct checker *checker, const struct json_value *item,
			       const struct policy_arn *arn)
{
	const char *path = arn->segment[POLICY_ARN_RESOURCE];

	if (arn->len[POLICY_ARN_REGION])
		return checker_refuse(checker, item,
				      "IAM resource %s cannot contain region information.",
				      item->text);
	if (strcmp(path, "*") == 0)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(iam_paths); i++)
		if (strncmp(path, iam_paths[i], strlen(iam_paths[i])) == 0)
			return true;
	return checker_refuse(checker, item,
			      "IAM resource path must either be \"*\", root, or start with user/, "
			      "federated-user/, role/, group/, instance-profile/, mfa/, "
			      "server-certificate/, policy/, sms-mfa/, saml-provider/, "
			      "oidc-provider/, report/, access-report/.");
}

/* Buckets have no region in their ARN; access points have one (recorded). */
static bool check_s3_resource(struct checker *checker, const struct json_value *item,
			      const struct policy_arn *arn)
{
	static const char access_point[] = "accesspoint/";

	if (!arn->len[POLICY_ARN_REGION] ||
	    strncmp(arn->segment[POLICY_ARN_RESOURCE], access_point, sizeof(access_point) - 1) == 0)
		return true;
	return checker_refuse(checker, item, "Resource %s can not contain region information.",
			      item->text);
}

static bool check_service_resource(struct checker *checker, const struct json_value *item,
				   const struct policy_arn *arn)
{
	const char *service = arn->segment[POLICY_ARN_SERVICE];
	size_t len = arn->count > POLICY_ARN_SERVICE ? arn->len[POLICY_ARN_SERVICE] : 0;

	if (!len || memchr(service, '*', len) || memchr(service, '?', len))
		return checker_refuse(
			checker, item,
			"Resource vendor must be fully qualified and cannot contain regexes.");
	if (arn->count < POLICY_ARN_SEGMENTS)
		return true;
	if (len == 3 && memcmp(service, "iam", len) == 0)
		return check_iam_resource(checker, item, arn);
	if (len == 2 && memcmp(service, "s3", len) == 0)
		return check_s3_resource(checker, item, arn);
	return true;
}

static bool check_resource_text(struct checker *checker, const struct json_value *item)
{
	struct policy_arn arn = policy_arn_split(item->text, item->len, true);

	if (strcmp(item->text, "*") == 0)
		return true;
	if (arn.count == 1)
		return checker_refuse(checker, item, "Resource %s must be in ARN format or \"*\".",
				      item->text);
	if (!is_one_of(partitions, ARRAY_LEN(partitions), arn.segment[POLICY_ARN_PARTITION],
		       arn.len[POLICY_ARN_PARTITION]))
		return refuse_partition(checker, item, &arn);
	if (arn.len[POLICY_ARN_ARN] != 3 || memcmp(item->text, "arn", 3) != 0)
		return checker_refuse(checker, item, "Resource %s must be in ARN format or \"*\".",
				      item->text);
	return check_service_resource(checker, item, &arn);
}

static bool check_resources(struct checker *checker, const struct json_value *statement)
{
	return checker_each_text(checker, checker_either(statement, "Resource", "NotResource"),
				 check_resource_text);
}

static bool check_action_text(struct checker *checker, const struct json_value *item)
{
	const char *colon = strchr(item->text, ':');
	size_t vendor = 0;

	if (strcmp(item->text, "*") == 0)
		return true;
	if (!colon)
		return checker_refuse(checker, item,
				      "Actions/Conditions must be prefaced by a vendor, e.g., iam, "
				      "sdb, ec2, etc.");
	if (strchr(colon + 1, ':'))
		return checker_refuse(checker, item,
				      "Actions/Condition can contain only one colon.");
	while (isalnum((unsigned char)item->text[vendor]) || item->text[vendor] == '-' ||
	       item->text[vendor] == '.')
		vendor++;
	if (!vendor || item->text + vendor != colon)
		return checker_refuse(checker, item, "Vendor %.*s is not valid",
				      (int)(colon - item->text), item->text);
	return true;
}

static bool check_actions(struct checker *checker, const struct json_value *statement)
{
	return checker_each_text(checker, checker_either(statement, "Action", "NotAction"),
				 check_action_text);
}

static bool check_has_resources(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *resources = checker_either(statement, "Resource", "NotResource");

	if (is_some(resources))
		return true;
	return checker_refuse(checker, statement, "Policy statement must contain resources.");
}

static bool check_no_principal(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *principal = checker_either(statement, "Principal", "NotPrincipal");

	if (!principal)
		return true;
	return checker_refuse(checker, principal,
			      "Policy document should not specify a principal.");
}

/* Each rule is applied to all statements before the next one: AWS's order (quoted). */
static bool check_rules(struct checker *checker, checker_rule *const *rules, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!checker_each(checker, rules[i]))
			return false;
	return true;
}

bool check_iam(struct checker *checker)
{
	static checker_rule *const rules[] = {
		check_legacy,        check_operands,    check_variables,
		check_sid,           check_has_actions, check_resources,
		check_has_resources, check_actions,     check_no_principal,
	};

	return checker_grammar(checker) && check_version(checker) &&
	       check_rules(checker, rules, ARRAY_LEN(rules));
}

/* STS does not look at the literals of conditions, but for base64 (recorded). */
bool check_session(struct checker *checker)
{
	static checker_rule *const rules[] = {
		check_legacy,    check_binary_operands, check_sid,           check_has_actions,
		check_resources, check_actions,         check_has_resources, check_no_principal,
	};

	return checker_grammar(checker) && check_rules(checker, rules, ARRAY_LEN(rules));
}
