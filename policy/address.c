#include "policy/address.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_MAX = 63, V4_BITS = 32, V6_BITS = 128, V4_DIGITS = 3 };

/* Four decimal numbers; leading zeros are decimal too. */
static bool parse_v4(const char *text, uint8_t out_bytes[4])
{
	for (int i = 0; i < 4; i++) {
		unsigned value = 0, digits = 0;

		while (isdigit((unsigned char)*text) && digits++ < V4_DIGITS)
			value = value * 10 + (unsigned)(*text++ - '0');
		if (!digits || digits > V4_DIGITS || value > 255)
			return false;
		out_bytes[i] = (uint8_t)value;
		if (*text != (i < 3 ? '.' : '\0'))
			return false;
		text++;
	}
	return true;
}

static bool is_mapped(const uint8_t bytes[16])
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(bytes, mapped, sizeof(mapped)) == 0;
}

/* The dotted form is read only behind ::ffff:, as IPv4. */
static struct policy_address parse_dotted_v6(const char *text)
{
	struct policy_address address = { .family = POLICY_ADDRESS_NONE };
	const char *last = strrchr(text, ':') + 1;
	char start[TEXT_MAX + 8];
	uint8_t bytes[16];

	snprintf(start, sizeof(start), "%.*s0:0", (int)(last - text), text);
	if (inet_pton(AF_INET6, start, bytes) == 1 && is_mapped(bytes) &&
	    parse_v4(last, address.bytes))
		address.family = POLICY_ADDRESS_V4;
	return address;
}

/* AWS reads the request value 2001:db8:::1 as 2001:db8::1 (recorded). */
static void join_tripled_colon(char *text)
{
	char *at = strstr(text, ":::");

	if (at)
		memmove(at + 2, at + 3, strlen(at + 3) + 1);
}

struct policy_address policy_address_parse(const char *text)
{
	struct policy_address address = { .family = POLICY_ADDRESS_NONE };
	char copy[TEXT_MAX + 1];

	if (strlen(text) > TEXT_MAX)
		return address;
	if (!strchr(text, ':')) {
		if (parse_v4(text, address.bytes))
			address.family = POLICY_ADDRESS_V4;
		return address;
	}
	if (strchr(text, '.'))
		return parse_dotted_v6(text);
	strcpy(copy, text);
	join_tripled_colon(copy);
	if (inet_pton(AF_INET6, copy, address.bytes) != 1)
		return address;
	address.family = POLICY_ADDRESS_V6;
	if (is_mapped(address.bytes)) {
		memmove(address.bytes, address.bytes + 12, 4);
		address.family = POLICY_ADDRESS_V4;
	}
	return address;
}

/* Reads the bits behind "/": "+24" and "024" are 24. */
static bool parse_prefix(const char *text, unsigned max, uint8_t *out_prefix)
{
	unsigned value = 0, digits = 0;

	text += *text == '+';
	for (; isdigit((unsigned char)*text) && digits < 9; digits++)
		value = value * 10 + (unsigned)(*text++ - '0');
	if (*text || !digits || value > max)
		return false;
	*out_prefix = (uint8_t)value;
	return true;
}

static bool has_host_bits(const struct policy_address *range)
{
	for (unsigned bit = range->prefix; bit < V6_BITS; bit++)
		if (range->bytes[bit / 8] & (0x80 >> (bit % 8)))
			return true;
	return false;
}

/* Reads what stands before the "/" of a range. */
static void parse_network(const char *text, struct policy_address *out_range)
{
	if (!strchr(text, ':')) {
		if (parse_v4(text, out_range->bytes))
			out_range->family = POLICY_ADDRESS_V4;
		return;
	}
	if (!strchr(text, '.') && inet_pton(AF_INET6, text, out_range->bytes) == 1 &&
	    !is_mapped(out_range->bytes))
		out_range->family = POLICY_ADDRESS_V6;
}

struct policy_address policy_address_parse_range(const char *text)
{
	const struct policy_address never = { .family = POLICY_ADDRESS_NONE };
	struct policy_address range = never;
	const char *slash = strchr(text, '/');
	size_t len = slash ? (size_t)(slash - text) : strlen(text);
	char network[TEXT_MAX + 1];
	unsigned bits;

	if (len > TEXT_MAX)
		return never;
	memcpy(network, text, len);
	network[len] = '\0';
	parse_network(network, &range);
	bits = range.family == POLICY_ADDRESS_V4 ? V4_BITS : V6_BITS;
	range.prefix = (uint8_t)bits;
	if (slash && !parse_prefix(slash + 1, bits, &range.prefix))
		return never;
	if (range.family == POLICY_ADDRESS_V6 && has_host_bits(&range))
		return never;
	return range;
}

bool policy_address_in_range(const struct policy_address *address,
			     const struct policy_address *range)
{
	unsigned bytes = range->prefix / 8, bits = range->prefix % 8;

	if (address->family != range->family || address->family == POLICY_ADDRESS_NONE)
		return false;
	if (memcmp(address->bytes, range->bytes, bytes) != 0)
		return false;
	return !bits ||
	       !((address->bytes[bytes] ^ range->bytes[bytes]) & (uint8_t)(0xff00 >> bits));
}

bool policy_address_is_operand(const char *text)
{
	size_t len = strcspn(text, "/");
	const char *prefix = text + len;
	char network[TEXT_MAX + 1];
	uint8_t bytes[4];

	if (*prefix) {
		prefix += prefix[1] == '+' ? 2 : 1;
		if (!*prefix || prefix[strspn(prefix, "0123456789")])
			return false;
	}
	if (!len || len > TEXT_MAX)
		return false;
	memcpy(network, text, len);
	network[len] = '\0';
	if (!strchr(network, ':'))
		return parse_v4(network, bytes);
	return network[strspn(network, "0123456789abcdefABCDEF:.")] == '\0';
}
