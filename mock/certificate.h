/*
 * certificate.h - a certificate for a server that has none.
 *
 * An authority is made, signs one certificate for this machine's own names,
 * and its key is thrown away: whoever trusts the authority trusts this one
 * server and nothing that is made later.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

enum { CERTIFICATE_DAYS = 30 }; /* it is good for; it is made anew at each start */

/* Texts in the form of PEM. */
struct certificate {
	const char *certificate;
	const char *key;       /* secret; wipe the arena */
	const char *authority; /* what clients are to trust */
};

/*
 * For localhost, s3.localhost and the buckets below it, 127.0.0.1, ::1 and
 * @address, a numeric IP address. FAULT_SYSTEM: libcrypto could not.
 */
MUST_USE bool certificate_make(struct arena *arena, const char *address, struct fault *fault,
			       struct certificate *out_certificate);
