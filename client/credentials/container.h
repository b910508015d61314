/*
 * container.h - where a container's credentials may be asked for.
 */
#pragma once

#include "client/environment.h"
#include "wire/arena.h"
#include "wire/fault.h"

/*
 * The URL of AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, else of _FULL_URI; NULL if
 * neither is set. FAULT_CREDENTIALS if a key would go over plain HTTP to
 * another machine: a full URI must be https, loopback, or one of the addresses
 * of ECS and EKS (documented).
 */
MUST_USE bool container_url(struct arena *arena, const struct environment *environment,
			    const char **out_url, struct fault *fault);
