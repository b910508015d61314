#include "client/credentials/chain.h"

#include <stdarg.h>
#include <string.h>

/* With a long session token these go into headers: nothing may end the line there. */
static bool is_header_text(const char *text)
{
	for (; *text; text++)
		if (*text <= ' ' || *text > '~')
			return false;
	return true;
}

bool chain_pass(struct chain *chain, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	chain->passed = arena_vprintf(&chain->arena, format, arguments);
	va_end(arguments);
	return true;
}

const char *chain_setting(const struct chain *chain, const struct chain_place *place,
			  const char *name)
{
	return config_text(&chain->system->config, place->profile, name);
}

const char *chain_variable(const struct chain *chain, const char *name)
{
	return environment_get(&chain->system->environment, name);
}

int64_t chain_now_ms(const struct chain *chain)
{
	return clock_now_ms(&chain->system->clock) + chain->system->skew_ms;
}

const char *chain_time(struct chain *chain, int64_t ms)
{
	char text[CLOCK_ISO_LEN + 1];

	clock_format_iso(ms, text);
	return arena_strdup(&chain->arena, text);
}

const char *chain_session_name(struct chain *chain)
{
	return arena_printf(&chain->arena, "mattock-%lld", (long long)chain_now_ms(chain) / 1000);
}

static void note_look(struct chain *chain, const struct chain_place *place, bool has_answered)
{
	struct credentials_look *look = arena_new(&chain->arena, struct credentials_look);
	bool is_of_profile = place->link->is_of_profile;

	*look = (struct credentials_look){ .link = place->link->name,
					   .profile = is_of_profile ? place->profile : NULL,
					   .result = has_answered ? "answered" : chain->passed,
					   .has_answered = has_answered };
	if (chain->last_look)
		chain->last_look->next = look;
	else
		chain->first_look = look;
	chain->last_look = look;
	notice_say(&chain->system->debug, "credentials: %s%s%s: %s", look->link,
		   is_of_profile ? " of profile " : "", is_of_profile ? place->profile : "",
		   look->result);
}

static bool is_whole(const struct credentials *credentials, const char *link, struct fault *fault)
{
	if (*credentials->access_key_id && is_header_text(credentials->access_key_id) &&
	    (!credentials->session_token || is_header_text(credentials->session_token)))
		return true;
	return fault_set(fault, FAULT_CREDENTIALS,
			 "%s: the access key id or the session token has characters that no key of "
			 "AWS has",
			 link);
}

bool chain_ask(struct chain *chain, const struct chain_place *place, struct fault *fault,
	       struct credentials **out_credentials)
{
	*out_credentials = NULL;
	chain->passed = "gives nothing";
	if (!place->link->find(chain, place, fault, out_credentials))
		return false;
	note_look(chain, place, *out_credentials != NULL);
	if (!*out_credentials || is_whole(*out_credentials, place->link->name, fault))
		return true;
	credentials_free(*out_credentials);
	*out_credentials = NULL;
	return false;
}

/* Links that are not asked here; note why where a user may wonder. */
static bool is_asked(struct chain *chain, const struct chain_place *place)
{
	const struct chain_link *link = place->link;

	if (place->is_source)
		return link->is_of_profile;
	if (!link->is_of_key || !place->keeps_environment_out)
		return true;
	chain_pass(chain, "not looked at: --profile was given");
	note_look(chain, place, false);
	return false;
}

bool chain_walk(struct chain *chain, const struct chain_place *place, struct fault *fault,
		struct credentials **out_credentials)
{
	struct chain_place asked = *place;

	*out_credentials = NULL;
	for (asked.link = chain_links; asked.link->name; asked.link++) {
		if (!is_asked(chain, &asked))
			continue;
		if (!chain_ask(chain, &asked, fault, out_credentials))
			return false;
		if (*out_credentials)
			return true;
	}
	return true;
}

static bool nothing_found(const struct chain *chain, const struct chain_place *place,
			  struct fault *fault)
{
	const struct config *config = &chain->system->config;

	return fault_set(fault, FAULT_CREDENTIALS,
			 "no credentials: neither AWS_ACCESS_KEY_ID nor profile %s (%s, %s) has "
			 "any, there is no container's role, and no instance's: %s. --debug says "
			 "what was looked at",
			 place->profile, config->credentials_path, config->config_path,
			 chain->last_look->result);
}

static bool is_expired(struct chain *chain, const struct credentials *credentials,
		       struct fault *fault)
{
	if (credentials->expires_ms == 0 || credentials->expires_ms > chain_now_ms(chain))
		return false;
	fault_set(fault, FAULT_CREDENTIALS,
		  "token expired: the credentials from %s ended at %s. Log in again, then run this "
		  "again",
		  credentials->link, chain_time(chain, credentials->expires_ms));
	return true;
}

/* The search is over: what it saw moves to the credentials, which outlive it. */
static void keep_looks(const struct chain *chain, struct credentials *credentials)
{
	struct arena *arena = &credentials->arena;
	const struct credentials_look **last = &credentials->looks;

	for (const struct credentials_look *look = chain->first_look; look; look = look->next) {
		struct credentials_look *copy = arena_new(arena, struct credentials_look);

		*copy = (struct credentials_look){ .link = look->link,
						   .profile = arena_strdup(arena, look->profile),
						   .result = arena_strdup(arena, look->result),
						   .has_answered = look->has_answered };
		*last = copy;
		last = &copy->next;
	}
}

/* Somebody asked for this profile, and it is not only what is left when nobody did. */
static bool is_profile_named(const struct chain *chain, const struct chain_place *place)
{
	return place->keeps_environment_out || chain_variable(chain, "AWS_PROFILE") ||
	       chain_variable(chain, "AWS_DEFAULT_PROFILE");
}

static bool search(struct chain *chain, const struct chain_place *place, struct fault *fault,
		   struct credentials **out_credentials)
{
	const struct config *config = &chain->system->config;

	/* Also where the environment has a key: who names a profile means it (so botocore). */
	if (is_profile_named(chain, place) && !config_has_profile(config, place->profile))
		return fault_set(fault, FAULT_CREDENTIALS, "profile %s is in neither %s nor %s",
				 place->profile, config->config_path, config->credentials_path);
	if (!chain_walk(chain, place, fault, out_credentials))
		return false;
	if (!*out_credentials)
		return nothing_found(chain, place, fault);
	if (!is_expired(chain, *out_credentials, fault)) {
		(*out_credentials)->obtained_ms = chain_now_ms(chain);
		keep_looks(chain, *out_credentials);
		return true;
	}
	credentials_free(*out_credentials);
	*out_credentials = NULL;
	return false;
}

bool chain_resolve(struct client_system *system, const struct region *region, struct fault *fault,
		   struct credentials **out_credentials)
{
	struct chain chain = { .system = system, .region = *region };
	const struct chain_place place = { .profile = system->endpoints.profile,
					   .keeps_environment_out = system->is_profile_explicit };
	bool is_found;

	*out_credentials = NULL;
	is_found = search(&chain, &place, fault, out_credentials);
	arena_wipe(&chain.arena);
	arena_done(&chain.arena);
	return is_found;
}
