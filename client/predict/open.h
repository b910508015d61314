/*
 * open.h - where a prediction gets its organization from: a scenario or the endpoint.
 */
#pragma once

#include "client/command.h"
#include "client/predict/predict.h"

struct prediction {
	struct snapshot snapshot;
	struct predict_settings settings;
};

/* Reads the whole organization, from --scenario FILE if it is given. */
MUST_USE bool prediction_open(struct invocation *invocation, struct prediction *out_prediction,
			      struct fault *fault);

/*
 * Reads what a prediction for one account needs. FAULT_USAGE if @account_id
 * is none, FAULT_REFUSED if the organization has no such account.
 */
MUST_USE bool prediction_open_account(struct invocation *invocation, const char *account_id,
				      struct prediction *out_prediction,
				      const struct organization_account **out_account,
				      struct fault *fault);

/* "/Workloads/Prod": where the account is. */
const char *prediction_unit(struct arena *arena, const struct organization_account *account);
