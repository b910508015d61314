/*
 * selection_ids.h - account ids from the command line and from files.
 */
#pragma once

#include "client/selection.h"

/*
 * Puts the ids of each --accounts-file behind those of the command line. A
 * file has ids separated by blanks, commas or line breaks; "#" begins a
 * comment. FAULT_USAGE names the line of what is no account id, and a file
 * without any unless --allow-empty is given.
 */
MUST_USE bool selection_read_ids(const struct invocation *invocation, struct selection *selection,
				 struct fault *fault);
