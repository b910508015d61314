#include "model/api.h"

#include <string.h>

const struct api_service *api_service_by_name(const char *name)
{
	for (const struct api_service *const *at = api_services; *at; at++)
		if (strcmp((*at)->name, name) == 0)
			return *at;
	return NULL;
}

const struct api_service *api_service_by_signing_name(const char *signing_name)
{
	for (const struct api_service *const *at = api_services; *at; at++)
		if (strcmp((*at)->signing_name, signing_name) == 0)
			return *at;
	return NULL;
}

const struct api_operation *api_operation_by_name(const struct api_service *service,
						  const char *name)
{
	size_t low = 0, high = service->operation_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name, service->operations[middle].name);

		if (order == 0)
			return &service->operations[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const struct api_error *api_error_by_code(const struct api_service *service, const char *code)
{
	for (size_t i = 0; i < service->error_count; i++)
		if (strcmp(service->errors[i]->code, code) == 0)
			return service->errors[i];
	return NULL;
}

bool api_operation_throws(const struct api_operation *operation, const struct api_error *error)
{
	if (error->is_common)
		return true;
	for (const struct api_error *const *at = operation->errors; *at; at++)
		if (*at == error)
			return true;
	return false;
}

const struct api_member *api_member_by_name(const struct api_shape *shape, const char *name)
{
	for (size_t i = 0; i < shape->member_count; i++)
		if (strcmp(shape->members[i].name, name) == 0)
			return &shape->members[i];
	return NULL;
}

const char *api_string(const struct api_shape *shape, const void *value, const char *member)
{
	const struct api_member *found = api_member_by_name(shape, member);

	if (!found || found->shape->kind != API_STRING)
		return NULL;
	return *(const char *const *)(const void *)((const char *)value + found->offset);
}

const struct api_operation *api_operation_by_full_name(const char *name)
{
	const char *colon = name ? strchr(name, ':') : NULL;

	for (const struct api_service *const *at = api_services; colon && *at; at++)
		if (strlen((*at)->name) == (size_t)(colon - name) &&
		    strncmp((*at)->name, name, (size_t)(colon - name)) == 0)
			return api_operation_by_name(*at, colon + 1);
	return NULL;
}
