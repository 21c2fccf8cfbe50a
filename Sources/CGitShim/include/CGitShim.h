#ifndef C_GIT_SHIM_H
#define C_GIT_SHIM_H

#include <stddef.h>

// What Swift cannot call itself: variadic functions of libgit2 and what glibc hides behind
// _GNU_SOURCE. Every function returns 0 or a positive count, or a negative code.

/// Makes libgit2 fsync what it writes below a git directory.
int gitshim_enable_fsync(void);

/// Names the repository extensions, in lower case, that libgit2 may open besides its own.
int gitshim_set_extensions(const char **names, size_t count);

/// The environment of this process: a null-terminated list of NAME=value.
char **gitshim_environment(void);

/// Makes a pipe whose ends no started program inherits: the reading and the writing one; gives 0, or
/// -1 and errno.
int gitshim_pipe(int ends[2]);

/// Starts a program in its own session with default signals and only these three descriptors
/// open; gives 0 or an errno value.
int gitshim_spawn(
    int *process, const char *path, char *const arguments[], char *const environment[],
    const char *directory, int input, int output, int errors);

/// Makes every other opening of a file wait until the lease is dropped or the kernel's patience ends;
/// gives 0, or -1 and errno: EAGAIN while anybody has it open.
int gitshim_take_lease(int file);

/// Lets those who wait go on.
int gitshim_drop_lease(int file);

/// Makes two names change places in one step; gives 0, or -1 and errno.
int gitshim_exchange(int folder, const char *name, int other_folder, const char *other_name);

/// Waits for the end of a process that need not be a child; gives 1 if it is gone, 0 after that
/// time, -1 and errno where this cannot be known.
int gitshim_await_exit(int process, int milliseconds);

#endif
