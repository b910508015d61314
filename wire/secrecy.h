/*
 * secrecy.h - a process that holds secrets is nobody else's to read.
 */
#pragma once

/*
 * From now on the process leaves no core file, whatever limits it was started
 * with, and other processes of its user can neither trace it nor read its
 * memory. To be called before the first secret is read. Programs that it
 * starts are as readable as ever, but leave no core file either.
 */
void secrecy_close_process(void);
