#include "mock/ids.h"

#include <string.h>

#include "mock/database.h"
#include "mock/random.h"
#include "wire/encoding.h"

#define LOWER_AND_DIGITS "abcdefghijklmnopqrstuvwxyz0123456789"
#define UPPER_AND_DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
#define BASE64           "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

enum { ID_LEN_MAX = 512, UNIT_LEN = 8 };

static const struct {
	const char *prefix, *alphabet;
	size_t len; /* of the random part */
} forms[] = {
	[IDS_ORGANIZATION] = { "o-", LOWER_AND_DIGITS, 10 },
	[IDS_ROOT] = { "r-", LOWER_AND_DIGITS, 4 },
	[IDS_ACCOUNT] = { "", "0123456789", 12 },
	[IDS_POLICY] = { "p-", LOWER_AND_DIGITS, 8 },
	[IDS_RESOURCE_POLICY] = { "rp-", LOWER_AND_DIGITS, 8 },
	[IDS_CREATE_ACCOUNT_REQUEST] = { "car-", LOWER_AND_DIGITS, 32 },
	[IDS_HANDSHAKE] = { "h-", LOWER_AND_DIGITS, 32 },
	[IDS_RESPONSIBILITY_TRANSFER] = { "rt-", LOWER_AND_DIGITS, 32 },
	[IDS_USER] = { "AIDA", UPPER_AND_DIGITS, 17 },
	[IDS_ROLE] = { "AROA", UPPER_AND_DIGITS, 17 },
	[IDS_GROUP] = { "AGPA", UPPER_AND_DIGITS, 17 },
	[IDS_MANAGED_POLICY] = { "ANPA", UPPER_AND_DIGITS, 17 },
	[IDS_INSTANCE_PROFILE] = { "AIPA", UPPER_AND_DIGITS, 17 },
	[IDS_SERVER_CERTIFICATE] = { "ASCA", UPPER_AND_DIGITS, 17 },
	[IDS_SSH_KEY] = { "APKA", UPPER_AND_DIGITS, 17 },
	[IDS_SERVICE_CREDENTIAL] = { "ACCA", UPPER_AND_DIGITS, 17 },
	[IDS_ACCESS_KEY] = { "AKIA", UPPER_AND_DIGITS, 16 },
	[IDS_SESSION_KEY] = { "ASIA", UPPER_AND_DIGITS, 16 },
	[IDS_SECRET] = { "", BASE64, 40 },
	[IDS_SESSION_TOKEN] = { "IQoJ", BASE64, 316 },
	[IDS_CERTIFICATE] = { "", UPPER_AND_DIGITS, 28 },
	[IDS_AUTHORIZATION] = { "", LOWER_AND_DIGITS, 25 },
};

static const char *new_uuid(struct call *call)
{
	static const size_t parts[] = { 4, 2, 2, 2, 6 }; /* bytes between the hyphens */
	char *text = arena_alloc(call->arena, 37);
	char *end = text;
	uint8_t bytes[16];
	const uint8_t *at = bytes;

	random_bytes(call->random, bytes, sizeof(bytes));
	bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x40);
	bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (i > 0)
			*end++ = '-';
		hex_encode(at, parts[i], end);
		at += parts[i];
		end += 2 * parts[i];
	}
	return text;
}

static const char *new_text(struct call *call, enum ids_kind kind)
{
	char text[ID_LEN_MAX];
	const char *id;

	random_text(call->random, forms[kind].alphabet, forms[kind].len, text);
	id = ARENA_JOIN(call->arena, forms[kind].prefix, text);
	memset(text, 0, sizeof(text));
	return id;
}

const char *ids_new(struct call *call, enum ids_kind kind)
{
	const char *id;

	if (kind == IDS_UUID)
		return new_uuid(call);
	id = new_text(call, kind);
	while (kind == IDS_ACCOUNT &&
	       (id[0] == '0' || database_exists(call, "SELECT 1 FROM account WHERE id = :id",
						DATABASE_VALUES(database_text("id", id)))))
		id = new_text(call, kind);
	return id;
}

const char *ids_new_unit(struct call *call, const char *root_id)
{
	char text[UNIT_LEN + 1];

	random_text(call->random, LOWER_AND_DIGITS, UNIT_LEN, text);
	return arena_printf(call->arena, "ou-%s-%s", root_id + strlen("r-"), text);
}
