#include "client/rollout/lock.h"

#include <stdlib.h>
#include <string.h>

#include "client/edit/json_edit.h"
#include "client/predict/doubt.h"
#include "client/rollout/lock_statement.h"
#include "policy/evaluate.h"
#include "wire/buffer.h"

/* Administrators of nobody in particular: a role's session and a user. */
enum probe { PROBE_ROLE, PROBE_USER, PROBES };

/* A document under examination. */
struct examination {
	struct arena *arena;
	const struct lock_place *place;
	const struct policy_document *document;
	struct policy_context contexts[PROBES];
	struct buffer *denies; /* of each statement: the calls that it denies */
	bool *is_doubtful;
};

static struct policy_principal principal_of(struct examination *examination, enum probe probe)
{
	const struct lock_place *place = examination->place;
	const char *role = arena_printf(examination->arena, "arn:%s:iam::%s:role/administrator",
					place->partition, place->account_id);

	if (probe == PROBE_USER)
		return (struct policy_principal){
			.kind = POLICY_USER,
			.arn = arena_printf(examination->arena, "arn:%s:iam::%s:user/administrator",
					    place->partition, place->account_id),
			.account_id = place->account_id,
		};
	return (struct policy_principal){
		.kind = POLICY_ROLE_SESSION,
		.arn = arena_printf(examination->arena,
				    "arn:%s:sts::%s:assumed-role/administrator/session",
				    place->partition, place->account_id),
		.account_id = place->account_id,
		.issuer_arn = role,
	};
}

/* What is known of any administrator's call; the network is not. */
static void fill_context(struct examination *examination, enum probe probe)
{
	const struct lock_place *place = examination->place;
	struct policy_context *context = &examination->contexts[probe];
	struct policy_principal principal = principal_of(examination, probe);

	policy_context_init(context, examination->arena);
	policy_context_add(context, "aws:PrincipalArn",
			   principal.issuer_arn ? principal.issuer_arn : principal.arn);
	policy_context_add(context, "aws:PrincipalAccount", place->account_id);
	policy_context_add(context, "aws:ResourceAccount", place->account_id);
	policy_context_add(context, "s3:ResourceAccount", place->account_id);
	policy_context_add(context, "aws:PrincipalType",
			   probe == PROBE_USER ? "User" : "AssumedRole");
	policy_context_add(context, "aws:userid",
			   probe == PROBE_USER ? "AIDAADMINISTRATOR00" : "AROAADMINISTRATOR00:s");
	policy_context_add(context, "aws:username", probe == PROBE_USER ? "administrator" : NULL);
	policy_context_add(context, "aws:PrincipalIsAWSService", "false");
	policy_context_add(context, "aws:ViaAWSService", "false");
	policy_context_add(context, "aws:SecureTransport", "true");
	policy_context_add(context, "aws:RequestedRegion", place->region);
}

static void note(struct examination *examination, const struct policy_finding *finding,
		 const char *action, const struct doubt_facts *facts)
{
	uint32_t index = finding->statement->index;
	const struct policy_statement *own = &examination->document->statements[index];
	struct buffer *denies = &examination->denies[index];

	if (finding->layer != POLICY_LAYER_RESOURCE || finding->effect != POLICY_DENY)
		return;
	if (doubt_reason(own, facts))
		examination->is_doubtful[index] = true;
	if (!strstr(denies->data, action))
		buffer_printf(denies, "%s%s", denies->len ? ", " : "", action);
}

/* Every statement that denies, also where it turns on what is not known. */
static void examine_call(struct examination *examination, enum probe probe, const char *action)
{
	struct arena *arena = examination->arena;
	const struct doubt_facts facts = { .context = &examination->contexts[probe],
					   .resource = examination->place->arn };
	const struct policy_resource_policy policy = {
		.kind = POLICY_RESOURCE_PLAIN,
		.source.document = doubt_read(arena, examination->document, &facts, DOUBT_WORST),
	};
	const struct policy_source all = { .document = doubt_unread(DOUBT_BEST) };
	const struct policy_request request = {
		.principal = principal_of(examination, probe),
		.action = action,
		.resource = examination->place->arn,
		.resource_account = examination->place->account_id,
		.context = facts.context,
		.identity = { &all, 1 },
		.resource_policy = &policy,
	};
	struct policy_decision decision;

	policy_explain(&request, arena, &decision);
	for (size_t i = 0; i < decision.finding_count; i++)
		note(examination, &decision.findings[i], action, &facts);
}

static void examine(struct examination *examination)
{
	uint32_t count = examination->document->statement_count;

	examination->denies = arena_array(examination->arena, count, sizeof(*examination->denies));
	examination->is_doubtful = arena_array(examination->arena, count, sizeof(bool));
	for (uint32_t i = 0; i < count; i++)
		buffer_init(&examination->denies[i], examination->arena, 16);
	for (int probe = 0; probe < PROBES; probe++) {
		fill_context(examination, (enum probe)probe);
		for (size_t i = 0; examination->place->actions[i]; i++)
			examine_call(examination, (enum probe)probe,
				     examination->place->actions[i]);
	}
}

static void take_statements(struct examination *examination, struct lock *lock)
{
	const struct policy_document *document = examination->document;
	const struct doubt_facts facts = { .context = &examination->contexts[PROBE_ROLE],
					   .resource = examination->place->arn };

	lock->statements = arena_array(examination->arena, document->statement_count,
				       sizeof(*lock->statements));
	for (uint32_t i = 0; i < document->statement_count; i++) {
		const struct policy_statement *statement = &document->statements[i];

		if (!examination->denies[i].len)
			continue;
		lock->statements[lock->count++] = (struct lock_statement){
			.index = i,
			.name = statement->sid ? statement->sid
					       : arena_printf(examination->arena, "statement %u",
							      (unsigned)i + 1),
			.denies = examination->denies[i].data,
			.doubt = examination->is_doubtful[i] ? doubt_reason(statement, &facts)
							     : NULL,
		};
	}
}

static bool is_named(const struct lock_statement *statement, const char *text)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	return strcmp(statement->name, text) == 0 || (!*end && number == statement->index + 1UL);
}

/* Marks with an empty edit what is to be edited. */
static bool choose(const struct lock_place *place, struct lock *lock, struct fault *fault)
{
	for (size_t i = 0; i < lock->count; i++)
		if (!lock->statements[i].doubt)
			lock->statements[i].edit = "";
	for (size_t c = 0; place->chosen && place->chosen[c]; c++) {
		bool is_found = false;

		for (size_t i = 0; i < lock->count; i++) {
			if (!is_named(&lock->statements[i], place->chosen[c]))
				continue;
			lock->statements[i].edit = "";
			is_found = true;
		}
		if (!is_found)
			return fault_set(fault, FAULT_USAGE,
					 "no statement that denies the account is named %s",
					 place->chosen[c]);
	}
	return true;
}

/* The statements as they stand in the text: one object, or an array of them. */
static const struct json_value *statements_of(const struct json_value *root, bool *out_is_array)
{
	const struct json_value *statements = json_get(root, "Statement");

	*out_is_array = statements && statements->kind == JSON_ARRAY;
	return *out_is_array ? statements->first : statements;
}

static void edit_statements(struct examination *examination, const struct json_value *root,
			    const char *document, struct lock *lock)
{
	bool is_array, *is_removed = arena_array(examination->arena,
						 examination->document->statement_count,
						 sizeof(*is_removed));
	const struct json_value *item = statements_of(root, &is_array);
	struct json_edit *edit = arena_new(examination->arena, struct json_edit);
	struct json_edit *removal = arena_new(examination->arena, struct json_edit);
	size_t at = 0, removed = 0;

	json_edit_init(edit, examination->arena, document);
	for (uint32_t index = 0; item; item = item->next, index++) {
		while (at < lock->count && lock->statements[at].index < index)
			at++;
		if (at == lock->count || lock->statements[at].index != index ||
		    !lock->statements[at].edit)
			continue;
		is_removed[index] =
			!lock_statement_edit(edit, examination->place, item, &lock->statements[at]);
		removed += is_removed[index];
		lock->edited++;
	}
	/* Removals come second: their places are those of the text that is edited by then. */
	lock->text = json_edit_text(edit);
	if (!lock->text || !lock->edited || removed == examination->document->statement_count) {
		lock->text = NULL;
		return;
	}
	if (removed) {
		const struct json_value *again;
		struct fault fault;

		json_edit_init(removal, examination->arena, lock->text);
		lock->text = NULL;
		if (!json_read(examination->arena, removal->text, removal->len, &fault, &again))
			return;
		json_edit_remove(removal, json_get(again, "Statement"), is_removed);
		lock->text = json_edit_text(removal);
	}
}

bool lock_edit(struct arena *arena, const struct lock_place *place, const char *document,
	       struct lock *out_lock, struct fault *fault)
{
	struct examination examination = { .arena = arena, .place = place };
	const struct json_value *root;

	*out_lock = (struct lock){ 0 };
	if (!json_read(arena, document, strlen(document), fault, &root) ||
	    !policy_document_compile(arena, root, fault, &examination.document))
		return fault_prefix(fault, "the policy cannot be read");
	examine(&examination);
	take_statements(&examination, out_lock);
	if (!choose(place, out_lock, fault))
		return false;
	edit_statements(&examination, root, document, out_lock);
	return true;
}
