#include "client/rollout/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/durable.h"
#include "client/text_width.h"

enum { HOLDER_MAX = 1024 };

const char *writer_host(char name[WRITER_HOST_MAX])
{
	if (gethostname(name, WRITER_HOST_MAX) != 0)
		return NULL;
	name[WRITER_HOST_MAX - 1] = '\0';
	return name;
}

/* Makes a folder of the user's own, and those above it that lack. */
static bool make_folder(struct arena *arena, const char *path)
{
	char *part = arena_strdup(arena, path);

	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, S_IRWXU) != 0 && errno != EEXIST)
			return false;
		*slash = '/';
	}
	return mkdir(part, S_IRWXU) == 0 || errno == EEXIST;
}

/* The user's state folder, as the XDG Base Directory Specification has it; NULL: there is none. */
static const char *state_folder(struct arena *arena, const struct environment *environment)
{
	const char *state = environment_get(environment, "XDG_STATE_HOME");
	const char *home = environment_get(environment, "HOME");

	if (state && *state == '/')
		return arena_printf(arena, "%s/mattock", state);
	return home ? arena_printf(arena, "%s/.local/state/mattock", home) : NULL;
}

/* Who has it is told as far as that can be written; the lock holds all the same. */
static void tell(int file, const char *holder)
{
	bool is_told = ftruncate(file, 0) == 0 && durable_append(file, holder, strlen(holder));

	UNUSED(is_told);
}

/* Who has the lock, as far as the file tells. Always false. */
static bool refuse(struct arena *arena, const struct writer_wish *wish, int file,
		   struct fault *fault)
{
	char holder[HOLDER_MAX + 1];
	ssize_t len = pread(file, holder, HOLDER_MAX, 0);

	holder[len > 0 ? len : 0] = '\0';
	return fault_set(fault, FAULT_LOCKED,
			 "another run deletes in organization %s: %s; wait for it or stop it",
			 wish->organization_id,
			 len > 0 ? text_printable(arena, holder) : "it does not say which");
}

bool writer_take(struct arena *arena, const struct environment *environment,
		 const struct writer_wish *wish, struct writer *out_writer, struct fault *fault)
{
	const char *folder = state_folder(arena, environment), *path;
	int file;

	*out_writer = (struct writer){ .file = -1 };
	if (!folder)
		return fault_set(fault, FAULT_SYSTEM, "neither HOME nor XDG_STATE_HOME is set");
	path = arena_printf(arena, "%s/%s.lock", folder, wish->organization_id);
	if (!make_folder(arena, folder))
		return fault_set_errno(fault, errno, "cannot make %s", folder);
	file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
	if (file < 0)
		return fault_set_errno(fault, errno, "cannot open %s", path);
	if (flock(file, LOCK_EX | LOCK_NB) != 0) {
		refuse(arena, wish, file, fault);
		close(file);
		return false;
	}
	out_writer->file = file;
	tell(file, wish->holder);
	return true;
}

void writer_done(struct writer *writer)
{
	if (writer->file < 0)
		return;
	tell(writer->file, "");
	close(writer->file);
	writer->file = -1;
}
