/*
 * mailbox.h - whether the mailbox of an account's root user looks reachable.
 *
 * Who recovers a root user needs to read its mail. Nothing is asked of the
 * network: a doubt is certain, its absence proves nothing.
 */
#pragma once

#include "wire/arena.h"

/* Why nobody can receive mail at this address, or NULL. Names its domain only. */
const char *mailbox_doubt(struct arena *arena, const char *email);
