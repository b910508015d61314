/*
 * blame.h - the policies that kept an audit from looking, by name and place.
 *
 * AWS's refusal names one policy by its ARN. People know policies by name and
 * want to know where one is attached.
 */
#pragma once

#include "client/client.h"
#include "client/rollout/audit.h"

/*
 * Fills blocked_text of the accounts that a policy blocked, reading each
 * policy once. What cannot be read leaves the policy's id.
 */
void blame_read(struct client *client, struct arena *arena, struct audit *audit);
