#include "mock/exchange.h"

#include "model/problem.h"

enum api_status exchange_fail(struct exchange *exchange, const struct api_problem *problem)
{
	exchange->call.error = (struct call_error){
		.code = problem->code,
		.message = problem->message,
		.reason = problem->reason,
		.http_status = problem->http_status,
	};
	for (const struct api_detail *at = problem->details; at && at->name; at++)
		call_fail_detail(&exchange->call,
				 (struct call_detail){ at->name, at->value, at->is_header });
	return API_FAILED;
}
