/*
 * text_width.h - texts as a terminal shows them.
 *
 * What a terminal would obey instead of show (control characters, bad UTF-8)
 * becomes "?" or an escape, so that a name chosen by a stranger cannot change the screen.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

/* @text with every control character and every invalid byte as "?". */
const char *text_printable(struct arena *arena, const char *text);

/*
 * @text with the same as escapes, such as "\n" and "\x1b", but for the ASCII
 * characters in @kept. It is valid UTF-8 and, without a kept "\n", one line for every reader.
 * Backslashes stay as they are.
 */
const char *text_escaped(struct arena *arena, const char *text, const char *kept);

/* How many columns a printable text takes. */
size_t text_width(const char *text);

/* How many bytes of a printable text fit into @columns columns. */
size_t text_fit(const char *text, size_t columns);

/* @text if it fits, else its beginning and an ellipsis: @columns columns at most. */
const char *text_cut(struct arena *arena, const char *text, size_t columns);
