/*
 * text_wrap.h - lines for people, made to fit a terminal.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

/*
 * @text, made printable, with lines broken at blanks so that each takes at
 * most @width columns where that can be; what goes on is indented two columns
 * deeper than its line began. A width of 0 breaks nothing.
 */
const char *text_wrap(struct arena *arena, const char *text, size_t width);
