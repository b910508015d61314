#include "client/credentials/mfa.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "wire/digest.h"

enum { TRIES_MAX = 3, LINE_MAX_LEN = 64 };

/* One line without its end; false at the end of the input or on a signal. */
static bool read_line(int terminal, char *line, size_t size)
{
	ssize_t got = read(terminal, line, size - 1);

	if (got <= 0)
		return false;
	line[got] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

static bool is_code(const char *text)
{
	return strlen(text) == MFA_CODE_LEN && strspn(text, "0123456789") == MFA_CODE_LEN;
}

static bool ask(int terminal, const char *serial, char *out_code, struct fault *fault)
{
	char line[LINE_MAX_LEN];

	for (int i = 0; i < TRIES_MAX; i++) {
		dprintf(terminal, "%sEnter MFA code for %s: ", i ? "A code has six digits. " : "",
			serial);
		errno = 0;
		if (!read_line(terminal, line, sizeof(line)))
			return errno == EINTR ? fault_set(fault, FAULT_INTERRUPTED,
							  "stopped while asking for an MFA code")
					      : fault_set(fault, FAULT_CREDENTIALS,
							  "no MFA code was given for %s", serial);
		if (is_code(line)) {
			memcpy(out_code, line, MFA_CODE_LEN + 1);
			secret_wipe(line, sizeof(line));
			return true;
		}
	}
	return fault_set(fault, FAULT_CREDENTIALS,
			 "what was typed is no MFA code of %s: it has %d "
			 "digits",
			 serial, MFA_CODE_LEN);
}

bool mfa_ask(const char *serial, char out_code[MFA_CODE_LEN + 1], struct fault *fault)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	bool is_given;

	if (terminal < 0)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "an MFA code of %s is needed, and there is no terminal to ask on. "
				 "Take a session on one, as with `aws configure "
				 "export-credentials`, and run this with it",
				 serial);
	is_given = ask(terminal, serial, out_code, fault);
	close(terminal);
	return is_given;
}
