/*
 * text_width.h - texts as a terminal shows them.
 *
 * What a terminal would obey instead of show (control characters, bad UTF-8)
 * becomes "?", so that a name chosen by a stranger cannot change the screen.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

/* @text with every control character and every invalid byte as "?". */
const char *text_printable(struct arena *arena, const char *text);

/* How many columns a printable text takes. */
size_t text_width(const char *text);

/* How many bytes of a printable text fit into @columns columns. */
size_t text_fit(const char *text, size_t columns);

/* @text if it fits, else its beginning and an ellipsis: @columns columns at most. */
const char *text_cut(struct arena *arena, const char *text, size_t columns);
