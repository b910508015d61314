#include "scenarios/shell.h"

#include <string.h>

enum { ESCAPES_MAX = 2 };

struct shell {
	const char *name;
	const char *set, *is, *end; /* around the name and the value */
	const char *unset, *unset_end;
	struct {
		char byte;
		const char *text;
	} escapes[ESCAPES_MAX]; /* of a value */
};

static const struct shell shells[] = {
	{ .name = "sh",
	  .set = "export ",
	  .is = "='",
	  .end = "'\n",
	  .unset = "unset ",
	  .unset_end = "\n",
	  .escapes = { { '\'', "'\\''" } } },
	{ .name = "fish",
	  .set = "set -gx ",
	  .is = " '",
	  .end = "'\n",
	  .unset = "set -e ",
	  .unset_end = "\n",
	  .escapes = { { '\'', "\\'" }, { '\\', "\\\\" } } },
	{ .name = "powershell",
	  .set = "$env:",
	  .is = " = '",
	  .end = "'\n",
	  .unset = "Remove-Item Env:",
	  .unset_end = " -ErrorAction SilentlyContinue\n",
	  .escapes = { { '\'', "''" } } },
	{ .name = "github", .set = "", .is = "=", .end = "\n", .unset = "", .unset_end = "=\n" },
};

const struct shell *shell_by_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(shells); i++)
		if (strcmp(shells[i].name, name) == 0)
			return &shells[i];
	return NULL;
}

static void add_escaped(const struct shell *shell, struct buffer *out, char byte)
{
	for (size_t i = 0; i < ESCAPES_MAX; i++)
		if (shell->escapes[i].text && shell->escapes[i].byte == byte) {
			buffer_add_text(out, shell->escapes[i].text);
			return;
		}
	buffer_add_char(out, byte);
}

void shell_set(const struct shell *shell, struct buffer *out, const char *name, const char *value)
{
	buffer_printf(out, "%s%s%s", shell->set, name, shell->is);
	for (; *value; value++)
		add_escaped(shell, out, *value);
	buffer_add_text(out, shell->end);
}

void shell_unset(const struct shell *shell, struct buffer *out, const char *name)
{
	buffer_printf(out, "%s%s%s", shell->unset, name, shell->unset_end);
}

void shell_word(struct buffer *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789%+,-./:=@_";
	const struct shell *sh = shell_by_name("sh");

	if (*word && strspn(word, plain) == strlen(word)) {
		buffer_add_text(out, word);
		return;
	}
	buffer_add_char(out, '\'');
	for (; *word; word++)
		add_escaped(sh, out, *word);
	buffer_add_char(out, '\'');
}
