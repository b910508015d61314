/*
 * setting.h - choices of a namespace where AWS's behaviour is not known.
 *
 * Each choice has a default that docs/fidelity.md gives; a row of the table
 * "setting" makes another one.
 */
#pragma once

#include "mock/call.h"

/* The value of a setting, or @otherwise. */
const char *setting_text(struct call *call, const char *name, const char *otherwise);
