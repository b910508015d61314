/*
 * totp.h - the codes of a virtual MFA device (RFC 6238: SHA-1, 30 seconds, 6 digits).
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

enum { TOTP_SEED_LEN = 40, TOTP_STEP_S = 30 };

/* Base32 (RFC 4648) without padding; TOTP_SEED_LEN bytes make 64 characters, as AWS's seeds have.
 */
char *totp_base32(struct arena *arena, const uint8_t *data, size_t len);

/*
 * Whether two codes are consecutive codes of the device around @now_ms: up to
 * four steps back and one ahead, as a hand-held device needs (assumed).
 */
bool totp_accepts(const char *seed, const char *code1, const char *code2, int64_t now_ms);
