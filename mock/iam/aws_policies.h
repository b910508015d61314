/*
 * aws_policies.h - the managed policies that AWS owns.
 *
 * A small part of AWS's catalogue: policies whose text is short and well
 * known, and the five task policies of AssumeRoot. They are rows like any
 * other policy, of the account "aws", so that attaching and evaluating them
 * needs no special case.
 */
#pragma once

#include "mock/iam/iam.h"

/* Puts them into a new state. @call needs a database in a transaction and an arena. */
void iam_aws_policies_install(struct call *call);
