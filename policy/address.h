/*
 * address.h - IP addresses and ranges as the IpAddress operators read them.
 *
 * What AWS accepts was recorded value by value: leading zeros, "/024" and
 * "/+24" are read; an IPv4-mapped IPv6 request is IPv4; an IPv6 range with
 * host bits, and a dotted or mapped IPv6 range, never match.
 */
#pragma once

#include "wire/base.h"

enum policy_address_family {
	POLICY_ADDRESS_NONE = 0, /* not an address: matches nothing */
	POLICY_ADDRESS_V4 = 4,
	POLICY_ADDRESS_V6 = 6,
};

struct policy_address {
	enum policy_address_family family;
	uint8_t bytes[16]; /* IPv4 uses the first four */
	uint8_t prefix;    /* of a range: the bits that count */
};

/* Reads the address of a request; the family is NONE if it is not one. */
struct policy_address policy_address_parse(const char *text);

/* Reads the address or range of a policy; the family is NONE if it can never match. */
struct policy_address policy_address_parse_range(const char *text);

/* Whether the address is of the range's family and lies in it. */
bool policy_address_in_range(const struct policy_address *address,
			     const struct policy_address *range);

/*
 * Whether IAM stores the text as an operand. Ranges that never match, such as
 * 192.0.2.0/33, are stored too (recorded); what is no address at all is not.
 */
bool policy_address_is_operand(const char *text);
