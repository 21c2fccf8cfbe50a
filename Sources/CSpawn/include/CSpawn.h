// What Swift lacks on Linux: starting processes, a few system calls, a checksum.
// Every function that can fail returns 0 or a descriptor, and -1 with errno, unless it says
// otherwise. Descriptors are close-on-exec.
#ifndef WEIR_CSPAWN_H
#define WEIR_CSPAWN_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// ---- processes ---------------------------------------------------------------------------

// Where a start failed.
enum weir_spawn_stage {
  WEIR_SPAWN_CLONE = 0,
  WEIR_SPAWN_DESCRIPTORS = 1,
  WEIR_SPAWN_DIRECTORY = 2,
  WEIR_SPAWN_EXEC = 3,
};

// A process to start: a leader of its own session with default signals, standard descriptors
// and nothing else open. Lists are NUL-terminated strings laid one after the other.
struct weir_spawn_request {
  const char *arguments;
  size_t argument_count;
  const char *environment;  // wins over base
  size_t environment_count;
  const char *base;
  size_t base_count;
  const char *directory;  // NULL: where the caller stands
  int input, output, error;  // become 0, 1, 2; all above 2, or equal to their place
  int extra;                 // becomes 3; -1: none
  int file_limit;            // soft limit of open files; 0: the caller's
  int detached;              // not 0: a grandchild, so that nobody here has to wait for it
};

struct weir_spawned {
  pid_t pid;
  int pidfd;  // -1 when detached
  int stage;  // enum weir_spawn_stage, when it failed
};

// Returns 0 or the error number; a program that cannot be executed is such an error.
int weir_spawn(const struct weir_spawn_request *request, struct weir_spawned *result);

// How a waited-for process ended.
struct weir_ended {
  int status;  // exit code, or the signal's number
  int signalled;
  uint64_t peak_memory;  // bytes; at least the peak of the process that started it
  uint64_t user_time, system_time;  // microseconds
};

// Raises the soft limit of open files to the hard one; returns what it was, 0 if unchanged.
int weir_raise_file_limit(void);

// Waits for a child and frees its pid.
int weir_reap(pid_t pid, struct weir_ended *result);
// Frees the pids of ended children of this very thread, which include adopted orphans.
void weir_reap_orphans(void);
// Ended orphans of this process are handed to it instead of to init.
int weir_adopt_orphans(void);

int weir_pidfd_open(pid_t pid);
int weir_pidfd_send_signal(int pidfd, int signal);

// The start of a process in clock ticks since boot, 0 when there is no such process.
uint64_t weir_process_start_time(pid_t pid);
// The inode of the pid namespace of this process, 0 when unknown.
uint64_t weir_pid_namespace(void);

// ---- threads and wake-ups ----------------------------------------------------------------

// Starts a detached thread; 0 or the error number.
int weir_thread_start(size_t stack, void (*body)(void *), void *context);
// A counter to poll: post adds, take removes everything (or one, if single) and blocks at 0.
int weir_wake_create(int single, int blocking);
void weir_wake_post(int descriptor, uint64_t count);
uint64_t weir_wake_take(int descriptor);

// ---- files -------------------------------------------------------------------------------

int weir_open(const char *path, int flags, mode_t mode);
int weir_openat(int directory, const char *path, int flags, mode_t mode);
// Opens below a directory without leaving it and without following any symbolic link.
int weir_openat_beneath(int directory, const char *path, int flags, mode_t mode);
// Gives the target the source's blocks, copied on write; fails where the file system cannot.
int weir_reflink(int source, int target);
// Renames without replacing (EEXIST), or swaps both names.
int weir_rename_new(int from_directory, const char *from, int to_directory, const char *to);
int weir_rename_swap(int from_directory, const char *from, int to_directory, const char *to);
int weir_datasync(int descriptor);
int weir_syncfs(int descriptor);
// Takes the lock or fails with EWOULDBLOCK.
int weir_lock_try(int descriptor);
int weir_lock_wait(int descriptor);
int weir_lock_release(int descriptor);
// Deletes a folder and all below it, never through a symbolic link.
int weir_remove_tree(const char *path);

// ---- sockets and pipes -------------------------------------------------------------------

int weir_socketpair(int ends[2]);
int weir_listen(const char *path);
int weir_connect(const char *path);
int weir_accept(int descriptor);
// Never raises SIGPIPE; wait = 0: EAGAIN instead of blocking.
ssize_t weir_send(int descriptor, const void *bytes, size_t count, int wait);
// The reading end does not block.
int weir_pipe(int *read_end, int *write_end);

// ---- the rest ----------------------------------------------------------------------------

void weir_ignore_signal(int signal);
int64_t weir_wall_milliseconds(void);
// Goes on while the machine sleeps.
int64_t weir_boot_microseconds(void);
uint32_t weir_crc32c(uint32_t seed, const void *bytes, size_t count);

#endif
