/*
 * suggest.h - what a mistyped word was probably meant to be.
 */
#pragma once

#include "wire/base.h"

/*
 * The one of @words (NULL-terminated) that is nearest to @text, or NULL if
 * none is near: at most a third of its letters wrong, or it begins with @text.
 */
const char *suggest_nearest(const char *text, const char *const *words);
