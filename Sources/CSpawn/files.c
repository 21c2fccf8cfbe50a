// Files: what needs a recent system call or a variadic one.
#define _GNU_SOURCE
#include "CSpawn.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/fs.h>
#include <linux/openat2.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#endif

int weir_open(const char *path, int flags, mode_t mode) {
  return weir_openat(AT_FDCWD, path, flags, mode);
}

int weir_openat(int directory, const char *path, int flags, mode_t mode) {
  int descriptor;
  do {
    descriptor = openat(directory, path, flags | O_CLOEXEC, mode);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

int weir_openat_beneath(int directory, const char *path, int flags, mode_t mode) {
#if defined(__linux__) && defined(SYS_openat2)
  struct open_how how = {
      .flags = (uint64_t)(unsigned)flags | O_CLOEXEC,
      .mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? mode : 0,
      .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
  };
  long descriptor;
  // EAGAIN: a rename happened somewhere meanwhile.
  do {
    descriptor = syscall(SYS_openat2, directory, path, &how, sizeof how);
  } while (descriptor < 0 && (errno == EINTR || errno == EAGAIN));
  return (int)descriptor;
#else
  (void)directory;
  (void)path;
  (void)flags;
  (void)mode;
  errno = ENOSYS;
  return -1;
#endif
}

int weir_reflink(int source, int target) {
#if defined(__linux__) && defined(FICLONE)
  return ioctl(target, FICLONE, source);
#else
  (void)source;
  (void)target;
  errno = ENOTSUP;
  return -1;
#endif
}

static int rename_flagged(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
#if defined(__linux__) && defined(SYS_renameat2)
  return (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags);
#else
  (void)from_at;
  (void)from;
  (void)to_at;
  (void)to;
  (void)flags;
  errno = ENOSYS;
  return -1;
#endif
}

int weir_rename_new(int from_directory, const char *from, int to_directory, const char *to) {
  return rename_flagged(from_directory, from, to_directory, to, 1);  // RENAME_NOREPLACE
}

int weir_rename_swap(int from_directory, const char *from, int to_directory, const char *to) {
  return rename_flagged(from_directory, from, to_directory, to, 2);  // RENAME_EXCHANGE
}

int weir_datasync(int descriptor) {
#ifdef __APPLE__
  return fcntl(descriptor, F_FULLFSYNC);
#else
  return fdatasync(descriptor);
#endif
}

int weir_syncfs(int descriptor) {
#ifdef __linux__
  return syncfs(descriptor);
#else
  return fsync(descriptor);
#endif
}

int weir_lock_try(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

int weir_lock_wait(int descriptor) {
  int result;
  do {
    result = flock(descriptor, LOCK_EX);
  } while (result < 0 && errno == EINTR);
  return result;
}

int weir_lock_release(int descriptor) { return flock(descriptor, LOCK_UN); }

// Consumes the descriptor. A folder that its owner has closed is opened again to empty it.
static int remove_content(int descriptor) {
  DIR *stream = fdopendir(descriptor);
  if (stream == NULL) {
    close(descriptor);
    return -1;
  }
  int failed = 0;
  struct dirent *entry;
  while ((entry = readdir(stream)) != NULL) {
    const char *name = entry->d_name;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
    int here = dirfd(stream);
    if (entry->d_type != DT_DIR) {
      if (unlinkat(here, name, 0) == 0) continue;
      if (errno == EACCES && fchmod(here, 0700) == 0 && unlinkat(here, name, 0) == 0) continue;
      if (errno != EISDIR && errno != EPERM) failed = errno != ENOENT ? errno : failed;
    }
    int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int below = openat(here, name, flags);
    if (below < 0 && errno == EACCES && fchmodat(here, name, 0700, 0) == 0)
      below = openat(here, name, flags);
    if (below < 0) {
      if (errno != ENOENT && errno != ENOTDIR) failed = errno;
      continue;
    }
    if (remove_content(below) != 0) failed = errno;
    if (unlinkat(here, name, AT_REMOVEDIR) == 0 || errno == ENOENT) continue;
    if (errno == EACCES && fchmod(here, 0700) == 0 && unlinkat(here, name, AT_REMOVEDIR) == 0)
      continue;
    failed = errno;
  }
  closedir(stream);
  errno = failed;
  return failed == 0 ? 0 : -1;
}

int weir_remove_tree(const char *path) {
  int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  int descriptor = open(path, flags);
  if (descriptor < 0 && errno == EACCES && chmod(path, 0700) == 0) descriptor = open(path, flags);
  if (descriptor < 0) return errno == ENOENT ? 0 : -1;
  if (remove_content(descriptor) != 0) return -1;
  return rmdir(path) == 0 || errno == ENOENT ? 0 : -1;
}
