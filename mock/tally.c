#include "mock/tally.h"

#include <stdlib.h>
#include <string.h>

enum { SERVICES_MAX = 16 };

struct count {
	uint64_t calls, missing;
};

struct tally {
	struct count *services[SERVICES_MAX]; /* by the service's place in api_services */
};

static size_t service_index(const struct api_service *service)
{
	size_t index = 0;

	while (api_services[index] != service)
		index++;
	return index;
}

struct tally *tally_new(void)
{
	struct tally *tally = calloc(1, sizeof(*tally));

	if (!tally)
		abort();
	for (size_t i = 0; api_services[i]; i++) {
		if (i == SERVICES_MAX)
			abort();
		tally->services[i] = calloc(api_services[i]->operation_count, sizeof(struct count));
		if (!tally->services[i])
			abort();
	}
	return tally;
}

void tally_free(struct tally *tally)
{
	if (!tally)
		return;
	for (size_t i = 0; i < SERVICES_MAX; i++)
		free(tally->services[i]);
	free(tally);
}

static struct count *count_of(const struct tally *tally, const struct api_operation *operation)
{
	return &tally->services[service_index(operation->service)][operation->index];
}

uint64_t tally_call(struct tally *tally, const struct api_operation *operation)
{
	return count_of(tally, operation)->calls++;
}

void tally_missing(struct tally *tally, const struct api_operation *operation)
{
	count_of(tally, operation)->missing++;
}

uint64_t tally_calls(const struct tally *tally, const struct api_operation *operation)
{
	return count_of(tally, operation)->calls;
}

uint64_t tally_missed(const struct tally *tally, const struct api_operation *operation)
{
	return count_of(tally, operation)->missing;
}

void tally_clear(struct tally *tally)
{
	for (size_t i = 0; api_services[i]; i++)
		memset(tally->services[i], 0,
		       api_services[i]->operation_count * sizeof(struct count));
}
