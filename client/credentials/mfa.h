/*
 * mfa.h - asks whoever is at the terminal for the code of an MFA device.
 */
#pragma once

#include "wire/base.h"
#include "wire/fault.h"

enum { MFA_CODE_LEN = 6 }; /* digits of a code; AWS takes no other length (documented) */

/*
 * Asks on the process's own terminal, whatever its standard streams are.
 * FAULT_CREDENTIALS if there is none or what is typed is no code, after three
 * tries; FAULT_INTERRUPTED on a signal. A code is good for a minute and for
 * one use; it is overwritten by the caller and never said again.
 */
MUST_USE bool mfa_ask(const char *serial, char out_code[MFA_CODE_LEN + 1], struct fault *fault);
