/*
 * ask_endpoints.c - for endpoints_compare.py: one question a line on standard
 * input, "SERVICE REGION VARIANTS", one answer a line, "URL SIGNING-REGION".
 */
#include <stdio.h>

#include "model/partition.h"

int main(void)
{
	char service[64], region[64];
	unsigned variants;

	while (scanf("%63s %63s %u", service, region, &variants) == 3) {
		ARENA_AUTO(arena);
		struct partition_host host = partition_host(&arena, service, region, variants);

		printf("https://%s %s\n", host.name, host.region);
	}
	return 0;
}
