/*
 * desk_data.h - what the services of a desk answer, and what its files say.
 */
#pragma once

#include "tests/support/stub.h"

extern const struct stub_answer desk_answers[];
extern const char desk_config[], desk_credentials[];
extern const char desk_process[]; /* a script that writes its arguments as a credential_process */
