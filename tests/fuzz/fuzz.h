/*
 * fuzz.h - what every fuzz target has.
 *
 * A target is one file that defines LLVMFuzzerTestOneInput for one parser and
 * a folder of seeds in corpus/. It asserts what must hold for any input, and
 * the sanitizers find the rest. CONTRIBUTING.md says how to run one.
 */
#pragma once

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

/* libFuzzer's entry: returns 0 for every input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
