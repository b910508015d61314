/*
 * report_html.c - one page that needs nothing else: no script, no font, no picture.
 */
#include "client/report/report.h"
#include "wire/clock.h"

/* Of the screen and of paper; states are told by words, the colours only help. */
static const char style[] =
	":root{color-scheme:light dark}"
	"body{font:15px/1.45 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;"
	"color:#1c2430;background:#fff}"
	"h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}"
	"dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.5rem 0 1rem}"
	"dt{color:#5a6676}dd{margin:0;overflow-wrap:anywhere}"
	"ul.counts{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;padding:0;margin:1rem 0}"
	"ul.counts li{border:1px solid #d5dbe3;border-radius:.5rem;padding:.4rem .8rem}"
	"ul.counts b{font-size:1.25rem;margin-right:.3rem}"
	"table{border-collapse:collapse;width:100%;font-size:.92rem}"
	"th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;"
	"border-bottom:1px solid #e3e8ee;overflow-wrap:anywhere}"
	"th{border-bottom:2px solid #b9c2ce;white-space:nowrap}"
	"td.id{font-family:ui-monospace,monospace;white-space:nowrap}"
	"td.name{min-width:8rem}td.why{color:#5a6676;min-width:10rem}"
	"section{overflow-x:auto}"
	".state{display:inline-block;border-radius:.3rem;padding:0 .45rem;white-space:nowrap;"
	"border:1px solid;font-weight:600}"
	".good{color:#17663a;background:#e7f5ec}.open{color:#9b1c1c;background:#fdeaea}"
	".failed{color:#9b1c1c;background:#fdeaea}.unknown{color:#7a4b00;background:#fff3d6}"
	".held{color:#7a4b00;background:#fff3d6}.skipped{color:#5a6676;background:#eef1f5}"
	"footer{margin-top:2rem;color:#5a6676;font-size:.85rem}"
	"@media(prefers-color-scheme:dark){body{color:#e3e8ee;background:#14181f}"
	"th,td,ul.counts li{border-color:#38414e}.good,.open,.failed,.unknown,.held,.skipped"
	"{background:none}.good{color:#6bd598}.open,.failed{color:#ff9c9c}"
	".unknown,.held{color:#ffcf70}dt,td.why,footer,.skipped{color:#9aa6b5}}"
	"@media print{body{margin:0;max-width:none;font-size:10pt;color:#000;background:#fff}"
	"thead{display:table-header-group}tr{break-inside:avoid}h2{break-after:avoid}"
	".state{background:none}a{color:inherit}@page{margin:15mm}}";

static void add_fact(const struct report *report, const char *name, const char *text,
		     struct buffer *out)
{
	if (!text)
		return;
	buffer_printf(out, "<dt>%s</dt><dd>", name);
	report_escape(report->arena, text, out);
	buffer_add_text(out, "</dd>\n");
}

static void add_cell(const struct report *report, const char *class, const char *text,
		     struct buffer *out)
{
	buffer_printf(out, *class ? "<td class=\"%s\">" : "<td%s>", class);
	report_escape(report->arena, text, out);
	buffer_add_text(out, "</td>");
}

static void add_row(const struct report *report, const struct record *record, struct buffer *out)
{
	buffer_add_text(out, "<tr>");
	add_cell(report, "id", record->account_id, out);
	add_cell(report, "name", record->account_name, out);
	add_cell(report, "", record_thing(report->arena, record), out);
	buffer_printf(out, "<td><span class=\"state %s\">", record_state_name(record->state));
	report_escape(report->arena, record->word, out);
	buffer_add_text(out, "</span></td>");
	add_cell(report, "why", record->why ? record->why : record->facts, out);
	buffer_add_text(out, "</tr>\n");
}

static void add_counts(const struct report *report, const struct records *records,
		       struct buffer *out)
{
	size_t counts[RECORD_STATES];

	records_count(records, counts);
	buffer_add_text(out, "<ul class=\"counts\">\n");
	for (size_t i = 0; i < RECORD_STATES; i++)
		if (counts[i])
			buffer_printf(out, "<li><b>%zu</b><span class=\"%s\">%s</span></li>\n",
				      counts[i], record_state_name((enum record_state)i),
				      record_state_name((enum record_state)i));
	buffer_add_text(out, "</ul>\n<p>");
	report_escape(report->arena, report_counts(report->arena, records), out);
	buffer_add_text(out, "</p>\n");
}

static void add_file(const struct report *report, const struct saved *saved, struct buffer *out)
{
	buffer_add_text(out, "<section>\n<h2>");
	report_escape(report->arena, saved->kind, out);
	buffer_add_text(out, "</h2>\n<dl>\n");
	add_fact(report, "File", saved->name, out);
	add_fact(report, "Organization", saved->organization_id, out);
	add_fact(report, "Made", saved->taken, out);
	add_fact(report, "By", saved->caller_arn, out);
	add_fact(report, "Plan", saved->digest, out);
	add_fact(report, "SHA-256 of the file", saved->sha256, out);
	add_fact(report, "Interrupted",
		 saved->is_interrupted ? "yes: this is not the whole of it" : NULL, out);
	add_fact(report, "Stopped", saved->stopped, out);
	buffer_add_text(out, "</dl>\n");
	add_counts(report, &saved->records, out);
	buffer_add_text(out, "<table>\n<thead><tr><th>Account</th><th>Name</th><th>What</th>"
			     "<th>State</th><th>Reason or facts</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < saved->records.count; i++)
		add_row(report, &saved->records.items[i], out);
	buffer_add_text(out, "</tbody>\n</table>\n</section>\n");
}

void report_html(const struct report *report, struct buffer *out)
{
	char now[CLOCK_ISO_LEN + 1];

	clock_format_iso(report->now_ms, now);
	buffer_printf(out,
		      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
		      "<meta http-equiv=\"Content-Security-Policy\" "
		      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
		      "<title>Root credentials</title>\n<style>%s</style>\n</head>\n<body>\n"
		      "<h1>Root credentials</h1>\n",
		      style);
	for (size_t i = 0; i < report->file_count; i++)
		add_file(report, &report->files[i], out);
	buffer_printf(out,
		      "<footer>Made by mattock " MATTOCK_VERSION " at %s. Unknown means that it "
		      "could not be looked at; it does not mean that nothing is there.</footer>\n"
		      "</body>\n</html>\n",
		      now);
}
