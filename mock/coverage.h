/*
 * coverage.h - which operations of the contract have behaviour.
 */
#pragma once

#include <stdio.h>

/* Writes docs/coverage.md. */
void coverage_write(FILE *out);
