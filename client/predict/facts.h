/*
 * facts.h - what is known beforehand of a call in a root session.
 */
#pragma once

#include "client/predict/doubt.h"
#include "client/predict/predict.h"

/* The account whose root user calls. NULL where ids are not known. */
struct facts_account {
	const char *id, *root_arn;
	const char *organization_id, *path; /* "o-x/r-x/ou-a/" */
};

/* The condition keys and the resource of a call. */
struct doubt_facts facts_of(struct arena *arena, const struct facts_account *account,
			    const struct predict_settings *settings,
			    const struct task_action *action);

/* A caller's AssumeRoot. NULL where ids are not known. */
struct facts_assume_root {
	const struct predict_request *asked;
	const char *organization_id, *path; /* of the caller's account: "o-x/r-x/ou-a/" */
};

struct doubt_facts facts_of_assume_root(struct arena *arena, const struct facts_assume_root *known,
					const struct predict_settings *settings);
