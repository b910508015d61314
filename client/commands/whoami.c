#include "client/caller.h"
#include "client/commands.h"

enum column {
	ACCOUNT,
	CALLER_ARN,
	IS_ROOT,
	KIND,
	KIND_REASON,
	ORGANIZATION,
	MANAGEMENT,
	FROM,
	LINK,
	KEY,
	EXPIRES,
	IS_RENEWABLE,
	PARTITION,
	REGION,
	REGION_SOURCE,
	STS,
	COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
	[ACCOUNT] = { .title = "Account", .key = "accountId" },
	[CALLER_ARN] = { .title = "Caller", .key = "arn" },
	[IS_ROOT] = { .key = "isRoot", .kind = TABLE_BOOLEAN },
	[KIND] = { .title = "Account is", .key = "callerKind" },
	[KIND_REASON] = { .key = "callerKindReason" },
	[ORGANIZATION] = { .title = "Organization", .key = "organizationId" },
	[MANAGEMENT] = { .title = "Management", .key = "managementAccountId" },
	[FROM] = { .title = "Credentials", .key = "credentials", .is_wrapped = true },
	[LINK] = { .title = "Found by", .key = "credentialsLink" },
	[KEY] = { .title = "Access key", .key = "accessKeyId" },
	[EXPIRES] = { .title = "They end", .key = "credentialsExpire" },
	[IS_RENEWABLE] = { .title = "Renewable",
			   .key = "credentialsAreRenewable",
			   .kind = TABLE_BOOLEAN },
	[PARTITION] = { .title = "Partition", .key = "partition" },
	[REGION] = { .title = "Region", .key = "region" },
	[REGION_SOURCE] = { .title = "Region from", .key = "regionSource" },
	[STS] = { .title = "STS endpoint", .key = "stsEndpoint" },
};

/* A root user cannot call AssumeRoot, and what is not known is not whole. */
static void judge(struct invocation *invocation, const struct caller *caller)
{
	if (caller->is_root)
		notice_say(&invocation->notice,
			   "this is a root user, which AWS does not let call AssumeRoot; use a "
			   "role or a user");
	if (caller->kind != CALLER_UNKNOWN)
		return;
	notice_say(&invocation->notice, "what the account is could not be seen: %s",
		   caller->kind_reason);
	invocation_raise(invocation, EXIT_PARTIAL);
}

static const char *const services[] = { "sts", "iam", "organizations", "account", "s3", "sqs" };

/* What the JSON tells beyond the record. */
struct details {
	const struct client *client;
	const struct table *record;
	struct endpoint endpoints[ARRAY_LEN(services)];
};

static void member(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

static void write_steps(const struct credentials *credentials, struct json_writer *json)
{
	json_key(json, "credentialsSteps");
	json_open_array(json);
	for (const struct credentials_step *step = credentials->steps; step; step = step->from) {
		json_open_object(json);
		member(json, "link", step->link);
		member(json, "profile", step->profile);
		member(json, "roleArn", step->role_arn);
		member(json, "text", step->text);
		json_close_object(json);
	}
	json_close_array(json);
}

static void write_looks(const struct credentials *credentials, struct json_writer *json)
{
	json_key(json, "credentialsLookedAt");
	json_open_array(json);
	for (const struct credentials_look *look = credentials->looks; look; look = look->next) {
		json_open_object(json);
		member(json, "link", look->link);
		member(json, "profile", look->profile);
		json_key(json, "answered");
		json_boolean(json, look->has_answered);
		member(json, "result", look->result);
		json_close_object(json);
	}
	json_close_array(json);
}

static void write_endpoints(const struct details *details, struct json_writer *json)
{
	json_key(json, "endpoints");
	json_open_array(json);
	for (size_t i = 0; i < ARRAY_LEN(services); i++) {
		json_open_object(json);
		member(json, "service", services[i]);
		member(json, "url", details->endpoints[i].url);
		member(json, "signingRegion", details->endpoints[i].signing_region);
		member(json, "source", details->endpoints[i].source);
		json_close_object(json);
	}
	json_close_array(json);
}

static void write_details(const void *context, struct json_writer *json)
{
	const struct details *details = context;

	table_write_json_members(details->record, details->record->first, json);
	write_steps(details->client->credentials, json);
	write_looks(details->client->credentials, json);
	write_endpoints(details, json);
}

static bool find_endpoints(struct client *client, struct details *details, struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LEN(services); i++) {
		const struct endpoint_wanted wanted = { services[i], client->region.name };

		if (!endpoint_resolve(&client->system->endpoints, client->arena, &wanted,
				      &details->endpoints[i], fault))
			return false;
	}
	return true;
}

static void fill_credentials(const struct client *client, struct table_cell *cells)
{
	const struct credentials *credentials = client->credentials;
	char *expires = arena_alloc(client->arena, CLOCK_ISO_LEN + 1);

	cells[FROM].text = credentials->link;
	cells[LINK].text = credentials->steps ? credentials->steps->link : NULL;
	cells[KEY].text = credentials->access_key_id;
	cells[IS_RENEWABLE].text = credentials->is_renewable ? "true" : "false";
	if (credentials->expires_ms == 0)
		return;
	clock_format_iso(credentials->expires_ms, expires);
	cells[EXPIRES].text = expires;
}

static void fill_caller(const struct caller *caller, struct table_cell *cells)
{
	cells[ACCOUNT].text = caller->account_id;
	cells[CALLER_ARN].text = caller->arn;
	cells[IS_ROOT].text = caller->is_root ? "true" : "false";
	cells[KIND].text = caller_kind_name(caller->kind);
	cells[KIND_REASON].text = caller->kind_reason;
	if (!caller->has_organization)
		return;
	cells[ORGANIZATION].text = caller->organization.id;
	cells[MANAGEMENT].text = caller->organization.management_account_id;
}

bool command_whoami(struct invocation *invocation, struct fault *fault)
{
	struct client *client;
	struct caller caller;
	struct table record;
	struct table_cell *cells;
	struct details details = { .record = &record };

	if (!invocation_client(invocation, &client, fault) ||
	    !caller_identify(client, &caller, fault) || !find_endpoints(client, &details, fault))
		return false;
	details.client = client;
	table_init(&record, invocation->arena, columns, COLUMN_COUNT);
	cells = table_add(&record);
	fill_caller(&caller, cells);
	fill_credentials(client, cells);
	cells[PARTITION].text = client_partition(client);
	cells[REGION].text = client->region.name;
	cells[REGION_SOURCE].text = client->region.source;
	cells[STS].text = arena_printf(invocation->arena, "%s (%s)", details.endpoints[0].url,
				       details.endpoints[0].source);
	output_document(&invocation->output, &(struct output_document){ .kind = "whoami",
									.record = &record,
									.write_json = write_details,
									.context = &details });
	judge(invocation, &caller);
	return true;
}
