#include <string.h>

#include "mock/database.h"
#include "mock/sts/sts.h"

enum { KEY_LEN = 20, KEY_PREFIX_LEN = 4 };

static const char account_of_key[] = "SELECT account_id FROM access_key WHERE id = :id"
				     " UNION ALL"
				     " SELECT account_id FROM session WHERE access_key_id = :id";

/* No policy can deny this one; AWS answers any caller whose signature is good. */
enum api_status sts_get_caller_identity(struct call *call,
					const struct sts_get_caller_identity_in *in,
					struct sts_get_caller_identity_out *out)
{
	UNUSED(in);
	out->user_id = call->principal->user_id;
	out->account = call->principal->account_id;
	out->arn = call->principal->arn;
	return API_OK;
}

/*
 * The account that AWS writes into its key ids: the bits behind the prefix, in
 * base32, without the first and the last seven of 48. NULL: no such key id.
 */
static const char *account_in_key(struct call *call, const char *id)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	uint64_t bits = 0;

	if (strlen(id) != KEY_LEN)
		return NULL;
	for (size_t i = 0; i < 10; i++) {
		const char *digit = strchr(alphabet, id[KEY_PREFIX_LEN + i]);

		if (!digit)
			return NULL;
		bits = bits << 5 | (uint64_t)(digit - alphabet);
	}
	bits >>= 2; /* ten digits are fifty bits, of which six bytes count */
	return arena_printf(call->arena, "%012llu",
			    (unsigned long long)((bits & 0x7fffffffff80) >> 7));
}

enum api_status sts_get_access_key_info(struct call *call,
					const struct sts_get_access_key_info_in *in,
					struct sts_get_access_key_info_out *out)
{
	out->account = database_string(call, account_of_key,
				       DATABASE_VALUES(database_text("id", in->access_key_id)));
	if (!out->account)
		out->account = account_in_key(call, in->access_key_id);
	if (!out->account)
		return call_fail(call, &sts_validation_error, "Invalid access key id: %s",
				 in->access_key_id);
	return API_OK;
}

/* The mock encodes no authorization messages, so none that it is given is one of its own. */
enum api_status sts_decode_authorization_message(
	struct call *call, const struct sts_decode_authorization_message_in *in,
	struct sts_decode_authorization_message_out *out)
{
	UNUSED(in);
	UNUSED(out);
	return call_fail(call, &sts_invalid_authorization_message,
			 "Message is not a valid encoded authorization message");
}
