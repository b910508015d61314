#include "client/rollout/credential.h"

#include <string.h>

const struct credential_kind_name credential_kind_names[CREDENTIAL_KINDS] = {
	[CREDENTIAL_ACCESS_KEY] = { "accessKey", "KEYS", "access key", "access keys" },
	[CREDENTIAL_CERTIFICATE] = { "signingCertificate", "CERTS", "signing certificate",
				     "signing certificates" },
	[CREDENTIAL_MFA_DEVICE] = { "mfaDevice", "MFA", "MFA device", "MFA devices" },
	[CREDENTIAL_PASSWORD] = { "password", "PASSWORD", "console password", "console passwords" },
};

static const char *const usage_names[] = {
	[USAGE_UNKNOWN] = "unknown",
	[USAGE_NEVER] = "never",
	[USAGE_KNOWN] = "known",
};

bool credential_kind_parse(const char *key, enum credential_kind *out_kind)
{
	for (size_t i = 0; i < CREDENTIAL_KINDS; i++) {
		if (strcmp(key, credential_kind_names[i].key) != 0)
			continue;
		*out_kind = (enum credential_kind)i;
		return true;
	}
	return false;
}

const char *usage_name(enum usage usage)
{
	return usage_names[usage];
}

const char *credential_mfa_kind(const char *serial)
{
	if (strncmp(serial, "arn:", 4) != 0)
		return "hardware";
	return strstr(serial, ":mfa/") ? "virtual" : "security key";
}

bool credential_is_virtual_mfa(const struct credential *credential)
{
	return credential->kind == CREDENTIAL_MFA_DEVICE &&
	       !strcmp(credential_mfa_kind(credential->id), "virtual");
}

struct credential credential_copy(struct arena *arena, const struct credential *credential)
{
	struct credential copy = *credential;

	copy.id = arena_strdup(arena, credential->id);
	copy.status = arena_strdup(arena, credential->status);
	copy.used_service = arena_strdup(arena, credential->used_service);
	copy.used_region = arena_strdup(arena, credential->used_region);
	copy.usage_unknown_why = arena_strdup(arena, credential->usage_unknown_why);
	return copy;
}

bool credential_is_same(const struct credential *one, const struct credential *other)
{
	if (one->kind != other->kind)
		return false;
	return one->kind == CREDENTIAL_PASSWORD || !strcmp(one->id, other->id);
}
