/*
 * snapshot_file.h - a snapshot of what a scenario describes.
 *
 * Reads the organization of a scenario file (mattock-scenario(5)): units,
 * accounts and templates, enabled types, control policies and where they are
 * attached, and what the file says is unknown. Ids that the file leaves out
 * are made up of names and paths.
 */
#pragma once

#include "client/predict/input.h"
#include "client/predict/snapshot.h"

/* Reads the text of a scenario. FAULT_INPUT says "FILE:LINE:COLUMN: ...". */
MUST_USE bool snapshot_file_read(struct arena *arena, const struct input *input,
				 struct snapshot *out_snapshot, struct fault *fault);
