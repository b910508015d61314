/*
 * control_faults.h - fault rules over the control interface.
 *
 * GET shows the rules with their counts, POST adds those of a list in the
 * form of a scenario's section, DELETE takes away one by its name or all.
 */
#pragma once

#include "mock/control.h"

void control_faults_get(struct control *control, const struct server_request *request,
			struct http_response *out_response);
void control_faults_post(struct control *control, const struct server_request *request,
			 struct http_response *out_response);
void control_faults_delete(struct control *control, const struct server_request *request,
			   struct http_response *out_response);
