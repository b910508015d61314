#include "mock/tally.h"

#include <stdlib.h>
#include <string.h>

enum { SERVICES_MAX = 16 };

struct tally {
	uint64_t *calls[SERVICES_MAX]; /* by the service's place in api_services */
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
		tally->calls[i] = calloc(api_services[i]->operation_count, sizeof(uint64_t));
		if (!tally->calls[i])
			abort();
	}
	return tally;
}

void tally_free(struct tally *tally)
{
	if (!tally)
		return;
	for (size_t i = 0; i < SERVICES_MAX; i++)
		free(tally->calls[i]);
	free(tally);
}

uint64_t tally_call(struct tally *tally, const struct api_operation *operation)
{
	return tally->calls[service_index(operation->service)][operation->index]++;
}

void tally_copy(struct tally *to, const struct tally *from)
{
	for (size_t i = 0; api_services[i]; i++)
		memcpy(to->calls[i], from->calls[i],
		       api_services[i]->operation_count * sizeof(uint64_t));
}

void tally_set(struct tally *tally, const struct api_operation *operation, uint64_t calls)
{
	tally->calls[service_index(operation->service)][operation->index] = calls;
}

void tally_walk(const struct tally *tally,
		void (*see)(void *context, const struct api_service *service,
			    const struct api_operation *operation, uint64_t calls),
		void *context)
{
	for (size_t i = 0; api_services[i]; i++)
		for (size_t j = 0; j < api_services[i]->operation_count; j++)
			if (tally->calls[i][j])
				see(context, api_services[i], &api_services[i]->operations[j],
				    tally->calls[i][j]);
}
