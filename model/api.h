/*
 * api.h - the AWS contract as data.
 *
 * Every operation and shape of the services Mattock speaks is a row of a
 * constant table, generated at build time from model/contract. The codec, the
 * validation, the mock's dispatch and the client's calls all walk the same
 * tables; a C struct and its table row are made from the same line, so an
 * offset cannot be wrong.
 *
 * How a shape looks in C:
 *
 *   string, enum   const char *                     NULL is absent
 *   integer        struct api_integer               set with api_integer(5)
 *   boolean        struct api_boolean               set with api_boolean(true)
 *   timestamp      struct api_timestamp             milliseconds since 1970
 *   blob           struct api_blob                  data NULL is absent
 *   list           struct SERVICE_NAME              laid out as struct api_list
 *   map            struct SERVICE_NAME              a list of {key, value} entries
 *   structure      const struct SERVICE_NAME *      NULL is absent
 *
 * Items of a list and values of a map are stored in place: a list of
 * structures is an array of structs, not of pointers.
 */
#pragma once

#include "wire/base.h"

struct api_integer {
	bool is_set;
	int64_t value;
};

struct api_boolean {
	bool is_set;
	bool value;
};

struct api_timestamp {
	bool is_set;
	int64_t ms; /* since 1970-01-01T00:00:00Z */
};

struct api_blob {
	const uint8_t *data; /* NULL is absent */
	size_t len;
};

/* What every list and map struct looks like to the codec. */
struct api_list {
	bool is_set; /* an empty list that is set is written, an absent one is not */
	size_t len;
	void *items;
};

/* Declares the C type of a list; the same layout as struct api_list. */
#define API_LIST(type_name, item_type) \
	struct type_name {             \
		bool is_set;           \
		size_t len;            \
		item_type *items;      \
	}

static inline struct api_integer api_integer(int64_t value)
{
	return (struct api_integer){ .is_set = true, .value = value };
}

static inline struct api_boolean api_boolean(bool value)
{
	return (struct api_boolean){ .is_set = true, .value = value };
}

static inline struct api_timestamp api_timestamp(int64_t ms)
{
	return (struct api_timestamp){ .is_set = true, .ms = ms };
}

/* How a call ended. Dispatch answers API_NOT_IMPLEMENTED where a service has no handler. */
enum api_status { API_OK, API_FAILED, API_NOT_IMPLEMENTED };

enum api_kind {
	API_STRING,
	API_INTEGER, /* 32 bit on the wire */
	API_LONG,
	API_BOOLEAN,
	API_TIMESTAMP,
	API_BLOB,
	API_LIST_KIND,
	API_MAP,
	API_STRUCTURE,
};

/* Where a REST operation carries a member. */
enum api_location {
	API_IN_BODY,
	API_IN_URI,
	API_IN_QUERY,
	API_IN_HEADER,
	API_IN_PAYLOAD, /* the member is the body */
	API_IN_ROOT,    /* the text of the document's root element (GetBucketLocation) */
};

struct api_shape;

struct api_member {
	const char *name;      /* as AWS's model names it: "UserName" */
	const char *wire_name; /* as the wire carries it; mostly the same */
	const char *json_key;  /* that as JSON has it, "\"UserName\":" */
	size_t json_key_len;
	const struct api_shape *shape;
	size_t offset; /* in the C struct */
	enum api_location location;
	bool is_required;
};

struct api_shape {
	const char *name; /* AWS's shape name, "userNameType" */
	enum api_kind kind;
	size_t size;           /* of one value as a list item or map value, in bytes */
	bool has_min, has_max; /* of length for texts and lists, of value for numbers */
	int64_t min, max;
	const char *pattern;              /* AWS's own regular expression, or NULL */
	const char *const *enum_values;   /* NULL-terminated in AWS's order, or NULL */
	const struct api_member *members; /* structure: in AWS's order; map: key, value */
	size_t member_count;
	const struct api_shape *item; /* list */
	const char *item_name;        /* list: the XML name of an item, "member" */
	size_t entry_size;            /* map: of one {key, value} entry, in bytes */
	bool is_flattened;            /* list, map: XML without a wrapper element */
	bool is_sensitive;            /* never logged, journalled or shown */
	bool is_iso_time;             /* timestamp that JSON carries as ISO 8601 text */
	bool is_json;                 /* string that holds JSON, and is carried as what it holds */
};

/* An error that AWS models. */
struct api_error {
	const char *name;       /* of the shape: "NoSuchEntityException" */
	const char *code;       /* on the wire: "NoSuchEntity" */
	const char *query_code; /* where a JSON service once spoke Query, that code; or NULL */
	int http_status;
	bool has_reason; /* carries Organizations' Reason member */
	bool is_common;  /* every operation may answer it, though none lists it */
};

/* How an operation pages; all NULL when it does not. */
struct api_paging {
	const char *input_token, *output_token, *limit, *more;
	const char *result; /* the first, where a page has several lists */
};

/* One resource an authorization is decided on; see model/contract/README.md. */
struct api_authorize_resource {
	const char *type;              /* "user"; "root|account": one of these; "*": no resource */
	const char *const *parameters; /* paths of input members that name it, NULL-terminated */
};

/* A condition key that an action is decided with. */
struct api_condition_key {
	const char *name;   /* "iam:PolicyARN"; "aws:RequestTag" stands for one key a tag */
	const char *member; /* path of the input member that holds it, "TaskPolicyArn.arn"; NULL:
			     * it comes from the resource's or the caller's state */
};

/* A kind of resource that a policy can name. */
struct api_resource_type {
	const char *name; /* "user" */
	const char *arn;  /* "arn:${Partition}:iam::${Account}:user/${UserNameWithPath}" */
};

/* One action that must be allowed for a call. */
struct api_authorize {
	const char *action; /* "iam:CreateUser" */
	const char *when;   /* input member that makes it needed; NULL: always */
	const struct api_authorize_resource *resources; /* each must be allowed */
	size_t resource_count;
	const struct api_condition_key *condition_keys; /* ended by a NULL name */
};

enum api_protocol { API_QUERY, API_JSON, API_REST_XML, API_REST_JSON };

struct api_service;

struct api_operation {
	const char *name; /* "CreateUser" */
	const struct api_service *service;
	size_t index;                          /* in the service's operations */
	const char *http_method;               /* "POST" */
	const char *http_uri;                  /* "/", "/{Bucket}?policy" */
	int http_status;                       /* of success */
	const struct api_shape *input;         /* a structure; never NULL */
	const struct api_shape *output;        /* a structure; never NULL, may be without members */
	size_t input_size, output_size;        /* of the C structs */
	bool has_output;                       /* AWS models an output */
	const char *result_wrapper;            /* "CreateUserResult" or NULL */
	const struct api_error *const *errors; /* NULL-terminated */
	struct api_paging paging;
	const struct api_authorize *authorize;
	size_t authorize_count; /* 0: allowed to every authenticated caller */
	bool is_unsigned;       /* takes requests without a signature */
	bool is_write;          /* changes state: access level other than List or Read */
};

struct api_service {
	const char *name;         /* "iam", the folder and the prefix of the C names */
	const char *id;           /* "IAM", as AWS's configuration files write it */
	const char *signing_name; /* in the credential scope */
	const char *endpoint_prefix;
	const char *api_version;   /* "2010-05-08" */
	const char *xml_namespace; /* or NULL */
	const char *target_prefix; /* of X-Amz-Target, or NULL */
	const char *json_version;  /* "1.1", or NULL */
	enum api_protocol protocol;
	bool is_query_compatible;               /* JSON with x-amzn-query-error: SQS */
	const struct api_operation *operations; /* sorted by name */
	size_t operation_count;
	const struct api_error *const *errors; /* listed and common ones, NULL-terminated */
	size_t error_count;
	const struct api_resource_type *resource_types; /* ended by a NULL name */
};

struct call;

/*
 * The handlers of a service without their type: what the generated
 * SERVICE_dispatch_table holds. @handlers is the service's own struct
 * SERVICE_handlers, @in and @out are the structs of that operation.
 */
struct api_dispatch {
	enum api_status (*run)(const void *handlers, size_t operation, struct call *call,
			       const void *in, void *out);
	bool (*handles)(const void *handlers, size_t operation);
};

/* All services by name, NULL-terminated; defined by the generated contract.c. */
extern const struct api_service *const api_services[];

/* The service of a name ("iam"), or NULL. */
const struct api_service *api_service_by_name(const char *name);

/* The service of a signing name ("organizations"), or NULL. */
const struct api_service *api_service_by_signing_name(const char *signing_name);

/* The operation of a name, or NULL. */
const struct api_operation *api_operation_by_name(const struct api_service *service,
						  const char *name);

/* The operation of "iam:GetUser"; NULL if there is none, also for NULL. */
const struct api_operation *api_operation_by_full_name(const char *name);

/* The error of a service by its wire code ("NoSuchEntity"), or NULL. */
const struct api_error *api_error_by_code(const struct api_service *service, const char *code);

/* Whether the operation may answer this error: it lists it, or the error is common. */
bool api_operation_throws(const struct api_operation *operation, const struct api_error *error);

/* The member of a structure, or NULL. */
const struct api_member *api_member_by_name(const struct api_shape *shape, const char *name);

/* The text value of a member, or NULL if it is absent or not a string. */
const char *api_string(const struct api_shape *shape, const void *value, const char *member);
