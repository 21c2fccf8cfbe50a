#define _GNU_SOURCE
#include "CGitShim.h"

#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

int gitshim_enable_fsync(void) {
  return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
}

int gitshim_set_extensions(const char **names, size_t count) {
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}

char **gitshim_environment(void) {
  return environ;
}

int gitshim_pipe(int ends[2]) {
  return pipe2(ends, O_CLOEXEC);
}

int gitshim_spawn(
    int *process, const char *path, char *const arguments[], char *const environment[],
    const char *directory, int input, int output, int errors) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t all, none;
  int failure = posix_spawn_file_actions_init(&actions);
  if (failure) return failure;
  failure = posix_spawnattr_init(&attributes);
  if (failure) {
    posix_spawn_file_actions_destroy(&actions);
    return failure;
  }
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setsigmask(&attributes, &none);
  short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID;
#ifdef __APPLE__
  flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
  posix_spawnattr_setflags(&attributes, flags);
  if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, input, 0);
  if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, output, 1);
  if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, errors, 2);
#ifndef __APPLE__
  if (!failure) failure = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
  if (!failure) failure = posix_spawn_file_actions_addchdir_np(&actions, directory);
  if (!failure) {
    failure = posix_spawnp(process, path, &actions, &attributes, arguments, environment);
  }
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return failure;
}

#ifdef __linux__
int gitshim_take_lease(int file) {
  // The default signal for somebody who waits would end the program.
  if (fcntl(file, F_SETSIG, SIGURG) != 0) return -1;
  return fcntl(file, F_SETLEASE, F_WRLCK);
}

int gitshim_drop_lease(int file) {
  return fcntl(file, F_SETLEASE, F_UNLCK);
}

int gitshim_exchange(int folder, const char *name, int other_folder, const char *other_name) {
  return renameat2(folder, name, other_folder, other_name, RENAME_EXCHANGE);
}

int gitshim_await_exit(int process, int milliseconds) {
  int handle = (int)syscall(SYS_pidfd_open, process, 0);
  if (handle < 0) return errno == ESRCH ? 1 : -1;
  struct pollfd wish = {.fd = handle, .events = POLLIN};
  int count = poll(&wish, 1, milliseconds);
  close(handle);
  return count;
}
#else
int gitshim_take_lease(int file) {
  errno = ENOTSUP;
  return -1;
}

int gitshim_drop_lease(int file) {
  return 0;
}

int gitshim_exchange(int folder, const char *name, int other_folder, const char *other_name) {
  errno = ENOSYS;
  return -1;
}

int gitshim_await_exit(int process, int milliseconds) {
  errno = ENOSYS;
  return -1;
}
#endif
