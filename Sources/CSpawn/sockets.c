// Local sockets and pipes.
#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int keep_private(int descriptor) {
  if (descriptor >= 0) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  return descriptor;
}

int weir_socketpair(int ends[2]) {
#ifdef __linux__
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
#else
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return -1;
  keep_private(ends[0]);
  keep_private(ends[1]);
  return 0;
#endif
}

static int local_address(const char *path, struct sockaddr_un *address) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address->sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  strcpy(address->sun_path, path);
  return 0;
}

int weir_listen(const char *path) {
  struct sockaddr_un address;
  if (local_address(path, &address) != 0) return -1;
  int descriptor = keep_private(socket(AF_UNIX, SOCK_STREAM, 0));
  if (descriptor < 0) return -1;
  unlink(path);
  mode_t before = umask(0177);
  int bound = bind(descriptor, (struct sockaddr *)&address, sizeof address);
  umask(before);
  if (bound != 0 || listen(descriptor, 4) != 0) {
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
  }
  return descriptor;
}

int weir_connect(const char *path) {
  struct sockaddr_un address;
  if (local_address(path, &address) != 0) return -1;
  int descriptor = keep_private(socket(AF_UNIX, SOCK_STREAM, 0));
  if (descriptor < 0) return -1;
  if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) {
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
  }
  return descriptor;
}

int weir_accept(int descriptor) { return keep_private(accept(descriptor, NULL, NULL)); }

ssize_t weir_send(int descriptor, const void *bytes, size_t count, int wait) {
#ifdef MSG_NOSIGNAL
  int flags = MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT);
#else
  int flags = wait ? 0 : MSG_DONTWAIT;
#endif
  ssize_t sent;
  do {
    sent = send(descriptor, bytes, count, flags);
  } while (sent < 0 && errno == EINTR);
  return sent;
}

int weir_pipe(int *read_end, int *write_end) {
  int ends[2];
#ifdef __linux__
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
#else
  if (pipe(ends) != 0) return -1;
  keep_private(ends[0]);
  keep_private(ends[1]);
#endif
  fcntl(ends[0], F_SETFL, O_RDONLY | O_NONBLOCK);
  *read_end = ends[0];
  *write_end = ends[1];
  return 0;
}
