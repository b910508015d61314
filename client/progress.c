#include "client/progress.h"

#include <string.h>
#include <unistd.h>

#include "client/output.h"

enum { DRAW_EVERY_MS = 250, SHOW_LEFT_AFTER_MS = 2000 };

void progress_text(const struct progress *progress, int64_t took_ms, char out[PROGRESS_TEXT_MAX])
{
	bool is_stopping = progress->interrupted && *progress->interrupted;
	int64_t left_s;
	int len = snprintf(out, PROGRESS_TEXT_MAX, "%s%s: %zu of %zu",
			   is_stopping ? "Stopping. " : "", progress->what, progress->done,
			   progress->total);

	if (is_stopping || took_ms < SHOW_LEFT_AFTER_MS || progress->done == 0 || len < 0 ||
	    len >= PROGRESS_TEXT_MAX)
		return;
	left_s = took_ms * (int64_t)(progress->total - progress->done) / (int64_t)progress->done /
		 1000;
	snprintf(out + len, PROGRESS_TEXT_MAX - (size_t)len, ", %.1f a second, %lld:%02lld left",
		 (double)progress->done * 1000.0 / (double)took_ms, (long long)(left_s / 60),
		 (long long)(left_s % 60));
}

static void draw(struct progress *progress, int64_t now_ms)
{
	char text[PROGRESS_TEXT_MAX];
	size_t columns = output_columns(progress->stream);

	progress_text(progress, now_ms - progress->began_ms, text);
	/* The last column stays free: some terminals would begin a new line there. */
	if (columns > 1 && strlen(text) >= columns)
		text[columns - 1] = '\0';
	fprintf(progress->stream, "\r\033[K%s", text);
	fflush(progress->stream);
	progress->is_drawn = true;
}

void progress_begin(struct progress *progress, FILE *stream, struct clock clock, const char *what,
		    size_t total)
{
	*progress = (struct progress){ .clock = clock, .what = what, .total = total };
	if (!stream || fileno(stream) < 0 || !isatty(fileno(stream)))
		return;
	progress->stream = stream;
	progress->began_ms = clock_now_ms(&clock);
	progress->drawn_ms = progress->began_ms;
	if (total > 0)
		draw(progress, progress->began_ms);
}

void progress_set_total(struct progress *progress, size_t total)
{
	progress->total = total;
	if (progress->stream && total > 0)
		draw(progress, clock_now_ms(&progress->clock));
}

void progress_refresh(struct progress *progress)
{
	int64_t now_ms;

	if (!progress->stream)
		return;
	now_ms = clock_now_ms(&progress->clock);
	if (now_ms - progress->drawn_ms < DRAW_EVERY_MS)
		return;
	progress->drawn_ms = now_ms;
	draw(progress, now_ms);
}

void progress_step(struct progress *progress)
{
	progress->done++;
	progress_refresh(progress);
}

void progress_clear(struct progress *progress)
{
	if (!progress->is_drawn)
		return;
	fputs("\r\033[K", progress->stream);
	fflush(progress->stream);
	progress->is_drawn = false;
	progress->drawn_ms = 0;
}

void progress_end(struct progress *progress)
{
	progress_clear(progress);
	progress->stream = NULL;
}
