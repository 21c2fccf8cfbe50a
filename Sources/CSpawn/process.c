// Ends and identities of processes.
#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

int weir_reap(pid_t pid, struct weir_ended *result) {
  struct rusage usage;
  int status;
  pid_t got;
  do {
    got = wait4(pid, &status, 0, &usage);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return -1;
  result->signalled = WIFSIGNALED(status);
  result->status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
#ifdef __APPLE__
  result->peak_memory = (uint64_t)usage.ru_maxrss;
#else
  result->peak_memory = (uint64_t)usage.ru_maxrss * 1024;
#endif
  result->user_time =
      (uint64_t)usage.ru_utime.tv_sec * 1000000 + (uint64_t)usage.ru_utime.tv_usec;
  result->system_time =
      (uint64_t)usage.ru_stime.tv_sec * 1000000 + (uint64_t)usage.ru_stime.tv_usec;
  return 0;
}

void weir_reap_orphans(void) {
#ifdef __linux__
  // Orphans go to the first thread of their adopter; other threads' children are not ours.
  while (waitpid(-1, NULL, WNOHANG | __WNOTHREAD) > 0) {}
#endif
}

int weir_adopt_orphans(void) {
#ifdef __linux__
  return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
#else
  return 0;
#endif
}

int weir_pidfd_open(pid_t pid) {
#if defined(__linux__) && defined(SYS_pidfd_open)
  return (int)syscall(SYS_pidfd_open, pid, 0);
#else
  (void)pid;
  errno = ENOSYS;
  return -1;
#endif
}

int weir_pidfd_send_signal(int pidfd, int signal) {
#if defined(__linux__) && defined(SYS_pidfd_send_signal)
  return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
#else
  (void)pidfd;
  (void)signal;
  errno = ENOSYS;
  return -1;
#endif
}

uint64_t weir_process_start_time(pid_t pid) {
  char path[32], text[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return 0;
  ssize_t count = read(descriptor, text, sizeof text - 1);
  close(descriptor);
  if (count <= 0) return 0;
  text[count] = '\0';
  // The name may hold anything, so the fields are counted from its closing bracket.
  char *field = strrchr(text, ')');
  for (int number = 2; field != NULL && number < 22; number++) {
    field = strchr(field + 1, ' ');
  }
  return field == NULL ? 0 : strtoull(field, NULL, 10);
}

uint64_t weir_pid_namespace(void) {
  struct stat status;
  return stat("/proc/self/ns/pid", &status) == 0 ? (uint64_t)status.st_ino : 0;
}

void weir_ignore_signal(int number) { signal(number, SIG_IGN); }

int weir_raise_file_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return 0;
  rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (before > INT32_MAX || setrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  return (int)before;
}
