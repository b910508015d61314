/*
 * protected.h - service-linked roles, which only AWS changes.
 */
#pragma once

#include "mock/iam/entity.h"

/* UnmodifiableEntity if the entity is a service-linked role (recorded). */
enum api_status iam_protected_check(struct call *call, const struct iam_entity *entity);
