/*
 * base.h - the few macros that every file may use.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number of elements of a true array. */
#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

/* A result that must be looked at. */
#define MUST_USE __attribute__((warn_unused_result))

/* printf-style arguments, checked by the compiler. */
#define PRINTF_LIKE(format_index, first_argument) \
	__attribute__((format(printf, format_index, first_argument)))

/* A parameter that an interface gives and this function does not need. */
#define UNUSED(name) ((void)(name))
