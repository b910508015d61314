#include "mock/sts/session.h"

#include "mock/database.h"
#include "mock/ids.h"
#include "mock/random.h"

enum {
	EXPIRED_KEPT_MS = 24 * 60 * 60 * 1000,
	TIDY_EVERY = 128, /* one issue in so many, on average, looks for what can go */
};

/* In the order of issue, up to the first that is still of use: an index would cost each issue more.
 */
static const char forget_expired[] =
	"DELETE FROM session WHERE rowid < coalesce((SELECT rowid FROM session"
	" WHERE expires_ms >= :before ORDER BY rowid LIMIT 1), 9223372036854775807)"
	" /* scan: of what goes */";

static const char forget_surplus[] =
	"DELETE FROM session WHERE rowid <= (SELECT max(rowid) FROM session) - :most";

static const char insert_session[] =
	"INSERT INTO session (access_key_id, secret, token, kind, account_id, issuer_id, name,"
	" issued_ms, expires_ms, policy, policy_arns, task_policy_arn, source_identity,"
	" federated_provider, claims, tags, transitive_tags, mfa_ms) VALUES (:access_key_id, "
	":secret, "
	":token, :kind, :account_id,"
	" :issuer_id, :name, :issued_ms, :expires_ms, :policy, :policy_arns, :task_policy_arn,"
	" :source_identity, :federated_provider, :claims, :tags, :transitive_tags, :mfa_ms)";

/* Keeps the table within its bound; each issue would take twice as long if all looked. */
static void forget_sessions(struct call *call)
{
	if (random_below(call->random, TIDY_EVERY) != 0)
		return;
	database_run(call, forget_expired,
		     DATABASE_VALUES(database_integer("before", call->now_ms - EXPIRED_KEPT_MS)));
	database_run(call, forget_surplus, DATABASE_VALUES(database_integer("most", SESSION_MAX)));
}

static struct database_value integer_or_null(const char *name, int64_t value)
{
	return value ? database_integer(name, value) : database_text(name, NULL);
}

void session_issue(struct call *call, const struct session_request *request,
		   struct session_credentials *out_credentials)
{
	/* AWS answers whole seconds; the session ends when the answer says. */
	int64_t expires_ms = (call->now_ms / 1000 + request->duration_s) * 1000;

	forget_sessions(call);
	*out_credentials = (struct session_credentials){
		.access_key_id = ids_new(call, IDS_SESSION_KEY),
		.secret = ids_new(call, IDS_SECRET),
		.token = ids_new(call, IDS_SESSION_TOKEN),
		.expires_ms = expires_ms,
	};
	database_run(
		call, insert_session,
		DATABASE_VALUES(database_text("access_key_id", out_credentials->access_key_id),
				database_text("secret", out_credentials->secret),
				database_text("token", out_credentials->token),
				database_text("kind", request->kind),
				database_text("account_id", request->account_id),
				database_text("issuer_id", request->issuer_id),
				database_text("name", request->name),
				database_integer("issued_ms", call->now_ms),
				database_integer("expires_ms", expires_ms),
				database_text("policy", request->policy),
				database_text("policy_arns",
					      request->policy_arns ? request->policy_arns : "[]"),
				database_text("task_policy_arn", request->task_policy_arn),
				database_text("source_identity", request->source_identity),
				database_text("federated_provider", request->federated_provider),
				database_text("claims", request->claims ? request->claims : "{}"),
				database_text("tags", request->tags ? request->tags : "{}"),
				database_text("transitive_tags", request->transitive_tags
									 ? request->transitive_tags
									 : "[]"),
				integer_or_null("mfa_ms", request->mfa_ms)));
}
