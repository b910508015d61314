#include "client/progress.h"

#include <unistd.h>

enum { DRAW_EVERY_MS = 100, SHOW_LEFT_AFTER_MS = 2000 };

void progress_begin(struct progress *progress, FILE *stream, struct clock clock, const char *what,
		    size_t total)
{
	*progress = (struct progress){ .clock = clock, .what = what, .total = total };
	if (!stream || fileno(stream) < 0 || !isatty(fileno(stream)))
		return;
	progress->stream = stream;
	progress->began_ms = clock_now_ms(&clock);
}

static void draw(struct progress *progress, int64_t now_ms)
{
	int64_t took_ms = now_ms - progress->began_ms;
	int64_t left_s = 0;

	if (progress->done > 0)
		left_s = took_ms * (int64_t)(progress->total - progress->done) /
			 (int64_t)progress->done / 1000;
	fprintf(progress->stream, "\r\033[K%s: %zu of %zu", progress->what, progress->done,
		progress->total);
	if (took_ms >= SHOW_LEFT_AFTER_MS)
		fprintf(progress->stream, ", %.1f a second, %lld:%02lld left",
			(double)progress->done * 1000.0 / (double)took_ms, (long long)(left_s / 60),
			(long long)(left_s % 60));
	fflush(progress->stream);
}

void progress_step(struct progress *progress)
{
	int64_t now_ms;

	progress->done++;
	if (!progress->stream)
		return;
	now_ms = clock_now_ms(&progress->clock);
	if (now_ms - progress->drawn_ms < DRAW_EVERY_MS)
		return;
	progress->drawn_ms = now_ms;
	draw(progress, now_ms);
}

void progress_end(struct progress *progress)
{
	if (progress->stream)
		fputs("\r\033[K", progress->stream);
	progress->stream = NULL;
}
