#include "mock/coverage.h"

#include "mock/handlers.h"

static size_t count_handled(const struct api_service *service)
{
	size_t count = 0;

	for (size_t i = 0; i < service->operation_count; i++)
		count += handlers_has(&service->operations[i]);
	return count;
}

static void write_list(FILE *out, const struct api_service *service, bool is_handled)
{
	const char *comma = "";

	for (size_t i = 0; i < service->operation_count; i++) {
		if (handlers_has(&service->operations[i]) != is_handled)
			continue;
		fprintf(out, "%s%s", comma, service->operations[i].name);
		comma = ",\n";
	}
	fputs(*comma ? ".\n" : "None.\n", out);
}

void coverage_write(FILE *out)
{
	fputs("# Coverage\n\n"
	      "Made by `mattockd --coverage` from the tables of handlers; a test compares it. "
	      "Every operation of the\ncontract is authenticated, checked and authorized. One "
	      "without behaviour then answers `NotImplemented`\n(HTTP 501), which is counted, "
	      "and never a success that nothing stands behind.\n\n"
	      "| service | operations | with behaviour |\n|---|---|---|\n",
	      out);
	for (size_t i = 0; api_services[i]; i++)
		fprintf(out, "| %s | %zu | %zu |\n", api_services[i]->id,
			api_services[i]->operation_count, count_handled(api_services[i]));
	for (size_t i = 0; api_services[i]; i++) {
		fprintf(out, "\n## %s\n\nWith behaviour:\n", api_services[i]->id);
		write_list(out, api_services[i], true);
		fputs("\nNot implemented:\n", out);
		write_list(out, api_services[i], false);
	}
}
