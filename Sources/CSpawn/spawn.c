// Starting a process. On Linux by clone with a shared address space: like posix_spawn, but the
// pidfd comes with it, the failing step is known and no signal is asked about that is default.
#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

struct plan {
  const struct weir_spawn_request *request;
  char **arguments;
  char **environment;
  const char *path;
  volatile int error;
  volatile int stage;
  volatile pid_t grandchild;
};

static const char *next_string(const char *text) { return text + strlen(text) + 1; }

static int defines_same(const char *left, const char *right) {
  while (*left == *right && *left != '\0' && *left != '=') { left++; right++; }
  return *left == *right && *left == '=';
}

// One allocation for both lists; the strings stay where they are.
static int lay_out(struct plan *plan) {
  const struct weir_spawn_request *request = plan->request;
  size_t slots = request->argument_count + request->environment_count + request->base_count + 2;
  char **list = malloc(slots * sizeof *list);
  if (list == NULL) return ENOMEM;
  const char *text = request->arguments;
  plan->arguments = list;
  for (size_t i = 0; i < request->argument_count; i++, text = next_string(text))
    *list++ = (char *)text;
  *list++ = NULL;
  plan->environment = list;
  text = request->environment;
  for (size_t i = 0; i < request->environment_count; i++, text = next_string(text))
    *list++ = (char *)text;
  char **own_end = list;
  text = request->base;
  for (size_t i = 0; i < request->base_count; i++, text = next_string(text)) {
    char **own = plan->environment;
    while (own < own_end && !defines_same(*own, text)) own++;
    if (own == own_end) *list++ = (char *)text;
  }
  *list = NULL;
  plan->path = NULL;
  for (char **entry = plan->environment; *entry != NULL; entry++)
    if (strncmp(*entry, "PATH=", 5) == 0) plan->path = *entry + 5;
  return 0;
}

static int move_descriptor(int from, int to) {
  if (from != to) return dup2(from, to) < 0 ? errno : 0;
  return fcntl(to, F_SETFD, 0) < 0 ? errno : 0;
}

static int place_descriptors(const struct weir_spawn_request *request) {
  int error = move_descriptor(request->input, 0);
  if (error == 0) error = move_descriptor(request->output, 1);
  if (error == 0) error = move_descriptor(request->error, 2);
  if (error == 0 && request->extra >= 0) error = move_descriptor(request->extra, 3);
#if defined(__linux__) && defined(SYS_close_range)
  // Ours are close-on-exec anyway; this is for those that were inherited.
  if (error == 0) syscall(SYS_close_range, request->extra >= 0 ? 4 : 3, ~0U, 0);
#endif
  return error;
}

// Tries the folders of PATH as execvp does; a file that may not be run is the better error.
static int execute(struct plan *plan) {
  char *name = plan->arguments[0];
  if (strchr(name, '/') != NULL) {
    execve(name, plan->arguments, plan->environment);
    return errno;
  }
  char candidate[4096];
  int error = ENOENT;
  const char *folder = plan->path != NULL ? plan->path : "/usr/local/bin:/usr/bin:/bin";
  size_t name_length = strlen(name);
  if (name_length == 0) return ENOENT;
  while (1) {
    size_t length = strcspn(folder, ":");
    if (length + name_length + 2 <= sizeof candidate) {
      memcpy(candidate, length == 0 ? "." : folder, length == 0 ? 1 : length);
      size_t used = length == 0 ? 1 : length;
      candidate[used] = '/';
      memcpy(candidate + used + 1, name, name_length + 1);
      execve(candidate, plan->arguments, plan->environment);
      if (errno == EACCES) error = EACCES;
      else if (errno != ENOENT && errno != ENOTDIR) return errno;
    }
    if (folder[length] == '\0') return error;
    folder += length + 1;
  }
}

static int become(void *context) {
  struct plan *plan = context;
  struct sigaction action;
  for (int number = 1; number < NSIG; number++) {
    if (number == SIGKILL || number == SIGSTOP) continue;
    if (sigaction(number, NULL, &action) != 0 || action.sa_handler == SIG_DFL) continue;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    sigaction(number, &action, NULL);
  }
  setsid();
  if (plan->request->file_limit > 0) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
      limit.rlim_cur = (rlim_t)plan->request->file_limit;
      setrlimit(RLIMIT_NOFILE, &limit);
    }
  }
  plan->stage = WEIR_SPAWN_DIRECTORY;
  if (plan->request->directory != NULL && chdir(plan->request->directory) != 0) {
    plan->error = errno;
    _exit(127);
  }
  plan->stage = WEIR_SPAWN_DESCRIPTORS;
  plan->error = place_descriptors(plan->request);
  if (plan->error != 0) _exit(127);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  plan->stage = WEIR_SPAWN_EXEC;
  plan->error = execute(plan);
  _exit(127);
}

#ifdef __linux__

// The child borrows this much of the caller's stack, which rests until the child has executed.
enum { borrowed_stack = 24 * 1024 };

static int step_aside(void *context) {
  struct plan *plan = context;
  char stack[borrowed_stack] __attribute__((aligned(16)));
  pid_t pid = clone(become, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, plan);
  if (pid < 0) plan->error = errno;
  plan->grandchild = pid;
  _exit(0);
}

static pid_t begin(struct plan *plan, int *pidfd) {
  if (plan->request->detached) {
    char stack[2 * borrowed_stack] __attribute__((aligned(16)));
    pid_t pid = clone(step_aside, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, plan);
    if (pid > 0) {
      while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
      pid = plan->grandchild;
    }
    return pid;
  }
  char stack[borrowed_stack] __attribute__((aligned(16)));
  return clone(
      become, stack + sizeof stack, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, plan, pidfd);
}

#else

static pid_t begin(struct plan *plan, int *pidfd) {
  (void)pidfd;
  pid_t pid = fork();
  if (pid == 0) become(plan);
  return pid;
}

#endif

int weir_spawn(const struct weir_spawn_request *request, struct weir_spawned *result) {
  struct plan plan = {.request = request};
  result->pid = -1;
  result->pidfd = -1;
  result->stage = WEIR_SPAWN_CLONE;
  if (request->argument_count == 0) return EINVAL;
  int error = lay_out(&plan);
  if (error != 0) return error;
  // No handler of this process may run in the child, which shares its memory.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  int pidfd = -1;
  pid_t pid = begin(&plan, &pidfd);
  if (pid < 0 && plan.error == 0) plan.error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  free(plan.arguments);
  result->stage = plan.stage;
  if (plan.error != 0) {
    if (pid > 0 && !request->detached) {
      while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
    }
    if (pidfd >= 0) close(pidfd);
    return plan.error;
  }
  result->pid = pid;
  result->pidfd = pidfd;
  return 0;
}
