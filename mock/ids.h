/*
 * ids.h - the identifiers AWS gives out.
 *
 * The forms are AWS's (the contract's patterns and recorded lengths); the
 * texts are random and encode nothing. They live in the call's arena.
 */
#pragma once

#include "mock/call.h"

enum ids_kind {
	IDS_ORGANIZATION,            /* o-a1b2c3d4e5 */
	IDS_ROOT,                    /* r-ab12 */
	IDS_ACCOUNT,                 /* twelve digits that no account has */
	IDS_POLICY,                  /* p-a1b2c3d4, of Organizations */
	IDS_RESOURCE_POLICY,         /* rp-a1b2c3d4 */
	IDS_CREATE_ACCOUNT_REQUEST,  /* car-... */
	IDS_HANDSHAKE,               /* h-... */
	IDS_RESPONSIBILITY_TRANSFER, /* rt-... */
	IDS_USER,                    /* AIDA... */
	IDS_ROLE,                    /* AROA... */
	IDS_GROUP,                   /* AGPA... */
	IDS_MANAGED_POLICY,          /* ANPA... */
	IDS_INSTANCE_PROFILE,        /* AIPA... */
	IDS_SERVER_CERTIFICATE,      /* ASCA... */
	IDS_SSH_KEY,                 /* APKA... */
	IDS_SERVICE_CREDENTIAL,      /* ACCA... */
	IDS_ACCESS_KEY,              /* AKIA... */
	IDS_SESSION_KEY,             /* ASIA... */
	IDS_SECRET,                  /* forty characters of base64 */
	IDS_SESSION_TOKEN,
	IDS_CERTIFICATE,   /* of a signing certificate */
	IDS_AUTHORIZATION, /* of a refusal: 25 small letters and digits (recorded) */
	IDS_UUID,          /* request ids and jobs */
};

/* A new identifier. */
const char *ids_new(struct call *call, enum ids_kind kind);

/* A new organizational unit's id, which repeats the end of its root's: "ou-ab12-a1b2c3d4". */
const char *ids_new_unit(struct call *call, const char *root_id);
