/*
 * address.h - where a request for S3 names its bucket.
 *
 * Virtual-hosted-style requests name it in the host, path-style ones in the
 * path. The contract knows the path form only, so the route stage asks here
 * for the path that the contract's templates are matched with.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

/*
 * The path-style form of @path: "/BUCKET" and the path if @host (without
 * port) is BUCKET.s3.amazonaws.com, BUCKET.s3.REGION.amazonaws.com,
 * BUCKET.s3.localhost or BUCKET.localhost; otherwise @path itself.
 */
const char *s3_address_path(struct arena *arena, const char *host, const char *path);

/* The region that an S3 host names ("s3.eu-west-1.amazonaws.com"), or NULL. */
const char *s3_address_region(struct arena *arena, const char *host);

/* Whether the host carries the bucket's name. */
bool s3_address_is_virtual(const char *host);
