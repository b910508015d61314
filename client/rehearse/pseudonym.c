#include "client/rehearse/pseudonym.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/organization.h"
#include "wire/buffer.h"
#include "wire/clock.h"
#include "wire/encoding.h"

enum { NAME_DIGITS = 10, ACCOUNT_DIGITS = 12, ROOT_LEN = 4 };

static const char base36[] = "0123456789abcdefghijklmnopqrstuvwxyz";
static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

bool pseudonyms_read(struct arena *arena, const char *path, struct pseudonyms *out_pseudonyms,
		     struct fault *fault)
{
	uint8_t bytes[PSEUDONYM_KEY_MAX + 1];
	FILE *file = fopen(path, "re");
	size_t len;

	if (!file)
		return fault_set_errno(fault, errno, "cannot open %s", path);
	len = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	*out_pseudonyms = (struct pseudonyms){ .arena = arena, .key = hmac_key(bytes, len) };
	secret_wipe(bytes, sizeof(bytes));
	if (len >= PSEUDONYM_KEY_MIN && len <= PSEUDONYM_KEY_MAX)
		return true;
	return fault_set(fault, FAULT_INPUT,
			 "%s is no key: it needs %d to %d bytes; `head -c 32 /dev/urandom > FILE` "
			 "makes one",
			 path, PSEUDONYM_KEY_MIN, PSEUDONYM_KEY_MAX);
}

void pseudonyms_done(struct pseudonyms *pseudonyms)
{
	secret_wipe(&pseudonyms->key, sizeof(pseudonyms->key));
}

/* The hash of a text of one kind; kinds are kept apart by their names. */
static struct sha256 hash(const struct pseudonyms *pseudonyms, const char *kind, const char *text)
{
	char *message = arena_printf(pseudonyms->arena, "%s\n%s", kind, text);

	return hmac_key_sign(&pseudonyms->key, message, strlen(message));
}

/* @len letters of @alphabet. */
static const char *letters(const struct pseudonyms *pseudonyms, const char *kind, const char *text,
			   const char *alphabet, size_t len)
{
	struct sha256 digest = hash(pseudonyms, kind, text);
	char *out = arena_alloc(pseudonyms->arena, len + 1);

	for (size_t i = 0; i < len; i++)
		out[i] = alphabet[digest.bytes[i % SHA256_LEN] % strlen(alphabet)];
	out[len] = '\0';
	return out;
}

const char *pseudonym_account(const struct pseudonyms *pseudonyms, const char *id)
{
	const struct sha256 digest = pseudonyms ? hash(pseudonyms, "account", id)
						: (struct sha256){ 0 };
	uint64_t number = 0;

	if (!pseudonyms || !organization_is_account_id(id))
		return id;
	for (size_t i = 0; i < sizeof(number); i++)
		number = number << 8 | digest.bytes[i];
	return arena_printf(pseudonyms->arena, "%0*llu", ACCOUNT_DIGITS,
			    (unsigned long long)(number % UINT64_C(1000000000000)));
}

const char *pseudonym_name(const struct pseudonyms *pseudonyms, const char *prefix,
			   const char *name)
{
	if (!pseudonyms || !name)
		return name;
	return arena_printf(pseudonyms->arena, "%s%s", prefix,
			    letters(pseudonyms, prefix, name, "0123456789abcdef", NAME_DIGITS));
}

static const char *unit_id(const struct pseudonyms *pseudonyms, const char *id)
{
	const char *dash = strchr(id + strlen("ou-"), '-');
	const char *root;

	if (!dash)
		return id;
	root = arena_printf(pseudonyms->arena, "r-%.*s", (int)(dash - id - strlen("ou-")),
			    id + strlen("ou-"));
	return arena_printf(pseudonyms->arena, "ou-%s-%s",
			    letters(pseudonyms, "r-", root, base36, ROOT_LEN),
			    letters(pseudonyms, "ou-", id, base36, 8));
}

/* The forms of ids: what they begin with, the letters behind it, and how many of them. */
static const struct id_form {
	const char *prefix, *alphabet;
	size_t len, min;
} id_forms[] = {
	{ "o-", base36, 10, 10 },   { "r-", base36, ROOT_LEN, 4 }, { "p-", base36, 8, 8 },
	{ "AKIA", base32, 16, 12 }, { "ASIA", base32, 16, 12 },    { "AIDA", base32, 17, 12 },
	{ "AROA", base32, 17, 12 }, { "GAHT", base32, 8, 8 },
};

static const struct id_form *form_of(const char *id)
{
	for (size_t i = 0; i < ARRAY_LEN(id_forms); i++) {
		const struct id_form *form = &id_forms[i];
		size_t len = strlen(form->prefix);
		const char *rest = id + len;

		if (strncmp(id, form->prefix, len) == 0 && strlen(rest) >= form->min &&
		    strspn(rest, "0123456789abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(rest))
			return form;
	}
	return NULL;
}

/* What AWS itself names is the same for everyone. */
static bool is_of_aws(const char *id)
{
	return strcmp(id, "p-FullAWSAccess") == 0 || strcmp(id, "p-RCPFullAWSAccess") == 0;
}

const char *pseudonym_id(const struct pseudonyms *pseudonyms, const char *id)
{
	const struct id_form *form;

	if (!pseudonyms || !id || is_of_aws(id))
		return id;
	if (organization_is_account_id(id))
		return pseudonym_account(pseudonyms, id);
	if (strncmp(id, "ou-", 3) == 0)
		return unit_id(pseudonyms, id);
	form = form_of(id);
	if (!form)
		return letters(pseudonyms, "id", id, base32, 24);
	return arena_printf(pseudonyms->arena, "%s%s", form->prefix,
			    letters(pseudonyms, form->prefix, id, form->alphabet, form->len));
}

/* Words that name no one: parts of ARNs and values that decide. */
static const char *const kept_words[] = {
	"root",
	"role",
	"user",
	"group",
	"policy",
	"mfa",
	"u2f",
	"account",
	"ou",
	"organization",
	"true",
	"false",
	"root-account",
	"assumed-role",
	"service_control_policy",
	"resource_control_policy",
	"root-account-mfa-device",
	"aws-service-role",
	"instance-profile",
};

static bool is_kept(const char *word)
{
	int64_t ms;

	for (size_t i = 0; i < ARRAY_LEN(kept_words); i++)
		if (strcmp(word, kept_words[i]) == 0)
			return true;
	if (!organization_is_account_id(word) && strspn(word, "0123456789.-") == strlen(word))
		return true;
	return strstr(word, ".amazonaws.com") || clock_parse_iso(word, &ms);
}

/* A part of a text without separators and wildcards. */
static const char *word(const struct pseudonyms *pseudonyms, const char *text)
{
	if (is_kept(text))
		return text;
	if (organization_is_account_id(text))
		return pseudonym_account(pseudonyms, text);
	if (strncmp(text, "ou-", 3) == 0 || form_of(text))
		return pseudonym_id(pseudonyms, text);
	return pseudonym_name(pseudonyms, "x", text);
}

/* How many bytes of @text are left as they are: separators, wildcards, variables. */
static size_t fixed_len(const char *text)
{
	const char *end;

	if (text[0] == '$' && text[1] == '{') {
		end = strchr(text, '}');
		return end ? (size_t)(end - text) + 1 : strlen(text);
	}
	return strspn(text, ":/*?$ ,=");
}

static void add_words(const struct pseudonyms *pseudonyms, const char *text, struct buffer *out)
{
	while (*text) {
		size_t len = fixed_len(text);

		buffer_add(out, text, len);
		text += len;
		len = strcspn(text, ":/*?$ ,=");
		if (len > 0)
			buffer_add_text(
				out, word(pseudonyms, arena_strndup(pseudonyms->arena, text, len)));
		text += len;
	}
}

/* The bytes of "arn:PARTITION:SERVICE:REGION:" at the beginning; 0 if it is no ARN. */
static size_t arn_head_len(const char *text)
{
	const char *at = text;

	if (strncmp(text, "arn:", 4) != 0)
		return 0;
	for (size_t colons = 0; colons < 4; colons++) {
		at = strchr(at, ':');
		if (!at)
			return 0;
		at++;
	}
	return (size_t)(at - text);
}

/* An address or a network with other numbers and the same length; NULL: it is none. */
static const char *address(const struct pseudonyms *pseudonyms, const char *text)
{
	const char *slash = strchr(text, '/');
	const char *host = slash ? arena_strndup(pseudonyms->arena, text, (size_t)(slash - text))
				 : text;
	struct sha256 digest = hash(pseudonyms, "address", host);
	struct in6_addr six;
	struct in_addr four;

	if (inet_pton(AF_INET, host, &four) == 1)
		return arena_printf(pseudonyms->arena, "198.18.%u.%u%s", digest.bytes[0],
				    digest.bytes[1], slash ? slash : "");
	if (inet_pton(AF_INET6, host, &six) == 1)
		return arena_printf(pseudonyms->arena, "2001:db8::%02x%02x%s", digest.bytes[0],
				    digest.bytes[1], slash ? slash : "");
	return NULL;
}

const char *pseudonym_text(const struct pseudonyms *pseudonyms, const char *text)
{
	size_t head = arn_head_len(text);
	const char *other;
	struct buffer out;

	if (!pseudonyms)
		return text;
	other = head ? NULL : address(pseudonyms, text);
	/* Policies of AWS's own are the same for everyone. */
	if (other || strncmp(text + head, "aws:policy/", strlen("aws:policy/")) == 0)
		return other ? other : text;
	buffer_init(&out, pseudonyms->arena, strlen(text) + 32);
	buffer_add(&out, text, head);
	add_words(pseudonyms, text + head, &out);
	return out.data;
}
