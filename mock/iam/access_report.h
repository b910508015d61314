/*
 * access_report.h - reports of last accesses as jobs.
 *
 * Two operations begin a report and three read one. What is in it is written
 * when it is begun and shown when it is due, so that a report stays what it
 * was. A report belongs to who began it (recorded): a user with any of its
 * keys, a role in one session.
 */
#pragma once

#include "mock/iam/iam.h"

/* The texts are NULL where the kind of report has none. */
struct iam_access_report {
	const char *id;
	const char *kind;    /* "resource", "organization" */
	const char *subject; /* an ARN, or the path of an organization's entity */
	const char *policy_id;
	const char *granularity;
	const char *services; /* "iam s3": what policies grant, sorted */
	int64_t created_ms, due_ms;
	const char *error_code, *error; /* why it failed */
};

/* A row of a report: a service, or one of its actions. */
struct iam_access_use {
	const char *service;
	const char *name;   /* of the service */
	const char *action; /* "" for the service itself */
	const char *entity; /* who was last, NULL: nobody */
	const char *last_region;
	int64_t last_ms; /* 0: never */
	int64_t entities;
};

/* How far back accesses are told (documented). */
#define IAM_ACCESS_TRACKED_MS (INT64_C(400) * 24 * 60 * 60 * 1000)

/*
 * Writes a new report, whose id and times it fills. Of an account's reports
 * the last hundred are kept.
 */
void iam_access_report_begin(struct call *call, struct iam_access_report *report);

/*
 * The id of a report that the caller began a short while ago about the same
 * subject and policy; NULL if there is none. AWS answers it again (recorded).
 */
const char *iam_access_report_again(struct call *call, const struct iam_access_report *report);

/*
 * A report of the caller by its job's id, or NoSuchEntity "Job x does not
 * exist." (recorded). A clock that stands still lets it be in progress once.
 */
enum api_status iam_access_report_find(struct call *call, const char *kind, const char *id,
				       struct iam_access_report *out_report);

/* "IN_PROGRESS", "COMPLETED" or "FAILED", as of now. */
const char *iam_access_report_status(const struct call *call,
				     const struct iam_access_report *report);

/* Each service of a report with its last access, in the services' order; returns how many. */
size_t iam_access_report_services(struct call *call, const struct iam_access_report *report,
				  struct iam_access_use **out_uses);

/* The accessed actions of a service, by name; returns how many. */
size_t iam_access_report_actions(struct call *call, const struct iam_access_report *report,
				 const char *service, struct iam_access_use **out_uses);
