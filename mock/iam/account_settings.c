#include <string.h>

#include "mock/iam/handlers.h"
#include "mock/iam/paging.h"
#include "mock/ids.h"
#include "mock/setting.h"

/* The alias and the token version of an account: rows of account_setting. */

static const char *setting(struct call *call, const char *name)
{
	return database_string(
		call,
		"SELECT value FROM account_setting WHERE account_id = :account AND name = :name",
		DATABASE_VALUES(database_text("account", call->principal->account_id),
				database_text("name", name)));
}

static void set_setting(struct call *call, const char *name, const char *value)
{
	database_run(call,
		     "INSERT OR REPLACE INTO account_setting (account_id, name, value)"
		     " VALUES (:account, :name, :value)",
		     DATABASE_VALUES(database_text("account", call->principal->account_id),
				     database_text("name", name), database_text("value", value)));
}

/* An alias is unique in all of AWS; a new one takes the place of the old (documented). */
IAM_HANDLER(create_account_alias)
{
	const char *owner = database_string(
		call,
		"SELECT account_id FROM account_setting WHERE name = 'alias' AND value = :alias",
		DATABASE_VALUES(database_text("alias", in->account_alias)));
	if (owner)
		return call_fail(call, &iam_entity_already_exists,
				 "The account alias %s already exists.", in->account_alias);
	set_setting(call, "alias", in->account_alias);
	return API_OK;
}

IAM_HANDLER(delete_account_alias)
{
	if (database_run(call,
			 "DELETE FROM account_setting WHERE account_id = :account"
			 " AND name = 'alias' AND value = :alias",
			 DATABASE_VALUES(database_text("account", call->principal->account_id),
					 database_text("alias", in->account_alias))) != 1)
		return call_fail(call, &iam_no_such_entity,
				 "The Account Alias with name %s cannot be found.",
				 in->account_alias);
	return API_OK;
}

IAM_HANDLER(list_account_aliases)
{
	const char **aliases = arena_array(call->arena, 1, sizeof(*aliases));
	const char *alias = setting(call, "alias");
	struct iam_page page;

	IAM_PAGE_OPEN(page);
	aliases[0] = alias;
	out->is_truncated = api_boolean(false);
	IAM_LIST(out->account_aliases, aliases, alias ? 1 : 0);
	return API_OK;
}

IAM_HANDLER(set_security_token_service_preferences)
{
	set_setting(call, "token_version",
		    strcmp(in->global_endpoint_token_version, "v2Token") == 0 ? "2" : "1");
	return API_OK;
}

/* The issuer's name is documented; the other is an address where its keys are found here. */
static const char *new_issuer(struct call *call)
{
	const char *id = ids_new(call, IDS_UUID);

	if (strcmp(setting_text(call, "sts.token_issuer", "aws"), "server") == 0)
		return arena_printf(call->arena, "%s/_mattock/issuer/%s", call->base_url, id);
	return arena_printf(call->arena, "https://%s.tokens.sts.global.api.aws", id);
}

/* Tokens for services outside AWS; the issuer's name is documented, the refusals' texts are ours.
 */
IAM_HANDLER(enable_outbound_web_identity_federation)
{
	if (setting(call, "issuer"))
		return call_fail(call, &iam_feature_enabled,
				 "Outbound web identity federation is already enabled.");
	out->issuer_identifier = new_issuer(call);
	set_setting(call, "issuer", out->issuer_identifier);
	return API_OK;
}

static enum api_status federation_disabled(struct call *call)
{
	return call_fail(call, &iam_feature_disabled,
			 "Outbound web identity federation is not enabled.");
}

IAM_HANDLER(get_outbound_web_identity_federation_info)
{
	out->issuer_identifier = setting(call, "issuer");
	if (!out->issuer_identifier)
		return federation_disabled(call);
	out->jwt_vending_enabled = api_boolean(true);
	return API_OK;
}

IAM_HANDLER(disable_outbound_web_identity_federation)
{
	if (!setting(call, "issuer"))
		return federation_disabled(call);
	database_run(call,
		     "DELETE FROM account_setting WHERE account_id = :account AND name = 'issuer'",
		     DATABASE_VALUES(database_text("account", call->principal->account_id)));
	return API_OK;
}
