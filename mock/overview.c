#include "mock/overview.h"

#include "mock/call.h"
#include "mock/database.h"
#include "mock/namespace.h"
#include "wire/clock.h"
#include "wire/json_writer.h"

/* SQLite writes the JSON; what is secret is not among the columns. */
#define TIME(column)     "strftime('%Y-%m-%dT%H:%M:%SZ', " column " / 1000, 'unixepoch')"
#define LIST(item, from) "json((SELECT json_group_array(" item ") FROM (SELECT * FROM " from ")))"

/* Every node below the roots with its path of ids and of names. */
#define NODES                                                                       \
	"WITH RECURSIVE node (id, path, names) AS ("                                \
	"SELECT root_id, id || '/' || root_id || '/', '' FROM organization"         \
	" UNION ALL SELECT u.id, node.path || u.id || '/',"                         \
	" CASE node.names WHEN '' THEN u.name ELSE node.names || '/' || u.name END" \
	" FROM node JOIN organizational_unit AS u ON u.parent_id = node.id) "

static const char organization_sql[] = NODES
	"SELECT json_object('id', o.id, 'management', o.management_account_id,"
	"'featureSet', o.feature_set, 'rootId', o.root_id,"
	"'policyTypes', " LIST(
		"type",
		"policy_type WHERE organization_id = o.id "
		"ORDER BY type") ", 'trustedAccess', " LIST("service_principal",
							    "service_access WHERE organization_id "
							    "= o.id"
							    " ORDER BY service_principal") ", "
											   "'featur"
											   "es',"
											   " " LIST("feature",
												    "organization_"
												    "feature WHERE "
												    "organization_"
												    "id = o.id"
												    " ORDER BY "
												    "feature") ", "
													       "'del"
													       "egat"
													       "es',"
													       " " LIST(
														       "json_object('account', account_id, 'service', service_principal)",
														       "delegated_administrator WHERE organization_id = o.id"
														       " ORDER BY account_id, service_principal") ", 'units', json((SELECT json_group_array(json_object('id', id, 'name', names,"
																				  " 'path', path)) FROM node WHERE names <> ''))"
																				  ", 'policies', json((SELECT json_group_array(json_object('id', p.id, 'name', p.name,"
																				  " 'type', p.type, 'attached', " LIST(
																					  "target_id",
																					  "policy_attachment AS a"
																					  " WHERE a.organization_id = o.id"
																					  " AND a.policy_id = p.id"
																					  " ORDER BY position") ")) FROM organization_policy AS p WHERE p.organization_id IN (o.id, ''))))"
																								" FROM organization AS o -- scan: there is one, and all of it is shown";

static const char accounts_sql[] = NODES
	"SELECT json_object('id', c.id, 'name', c.name, 'email', c.email, "
	"'state', c.state,"
	" 'path', node.path || c.id || '/', 'unit', node.names, 'joined', "
	"c.joined_method,"
	" 'root', json_object('password', (SELECT "
	"json_object('created', " TIME("created_ms") ", 'lastUsed', " TIME(
		"c.root_password_last_used_ms") ", 'resetRequired',"
						" json(iif(reset_required, "
						"'true', 'false'))) FROM "
						"login_profile"
						" WHERE owner_id = c.id), "
						"'keys', " LIST(
							"json_object('id', "
							"id, 'status', "
							"status, "
							"'created', " TIME(
								"c"
								"r"
								"e"
								"a"
								"t"
								"e"
								"d"
								"_"
								"m"
								"s") ", 'lastUsed', " TIME("last_"
											   "used_"
											   "ms") ","
												 " "
												 "'"
												 "s"
												 "e"
												 "r"
												 "v"
												 "i"
												 "c"
												 "e"
												 "'"
												 ","
												 " "
												 "l"
												 "a"
												 "s"
												 "t"
												 "_"
												 "u"
												 "s"
												 "e"
												 "d"
												 "_"
												 "s"
												 "e"
												 "r"
												 "v"
												 "i"
												 "c"
												 "e"
												 ","
												 " "
												 "'"
												 "r"
												 "e"
												 "g"
												 "i"
												 "o"
												 "n"
												 "'"
												 ","
												 " "
												 "l"
												 "a"
												 "s"
												 "t"
												 "_"
												 "u"
												 "s"
												 "e"
												 "d"
												 "_"
												 "r"
												 "e"
												 "g"
												 "i"
												 "o"
												 "n"
												 ")",
							"access_key WHERE "
							"owner_id = c.id "
							"ORDER BY id") ", "
								       "'cert"
								       "ifica"
								       "tes',"
								       " " LIST(
									       "json_object('id', "
									       "id, 'status', "
									       "status, "
									       "'uploaded', " TIME(
										       "uploaded_"
										       "ms") ")",
									       "signing_"
									       "certificate WHERE "
									       "owner_id = c.id "
									       "ORDER BY id") ", "
											      "'mfa"
											      "',"
											      " " LIST("json_object('serial', serial, 'kind', kind)",
												       "mfa_device WHERE owner_id = c.id ORDER BY serial") "), 'users', " LIST("json_object('name', name, 'id', unique_id)", "iam_user WHERE account_id = c.id ORDER BY name") ", 'roles', " LIST("name", "iam_role WHERE account_id = c.id ORDER BY name") ", 'buckets', " LIST("json_object('name', name, 'region', region, 'policy', json(policy))", "bucket WHERE account_id = c.id ORDER BY name") ", 'queues', " LIST("json_object('name', name, 'region', region, 'policy', json(nullif(policy, '')))", "queue WHERE account_id = c.id ORDER BY region, name") ") AS json FROM account AS c LEFT JOIN node ON node.id = c.parent_id"
																																																																																      " ORDER BY c.id -- scan: all accounts are shown";

struct line {
	const char *json;
};

static const struct database_row form = {
	sizeof(struct line),
	(const struct database_column[]){
		{ "json", offsetof(struct line, json), COLUMN_TEXT },
		{ NULL, 0, COLUMN_TEXT },
	},
};

static void add_accounts(struct call *call, struct buffer *out)
{
	struct line *lines;
	size_t count = database_rows(call, accounts_sql, DATABASE_NO_VALUES, &form, &lines);

	buffer_add_text(out, ",\n\"accounts\": [");
	for (size_t i = 0; i < count; i++)
		buffer_printf(out, "%s\n%s", i ? "," : "", lines[i].json);
	buffer_add_text(out, "\n]}\n");
}

void overview_write(struct namespace *space, struct arena *arena, struct buffer *out)
{
	struct call call = { .arena = arena, .database = space->database };
	char time[CLOCK_ISO_LEN + 1];
	const char *organization;

	clock_format_iso(clock_now_ms(&space->clock), time);
	database_begin(space->database);
	organization = database_string(&call, organization_sql, DATABASE_NO_VALUES);
	buffer_printf(out, "{\"clock\": \"%s\",\n\"organization\": %s", time,
		      organization ? organization : "null");
	add_accounts(&call, out);
	database_rollback(space->database);
}
