// Threads with small stacks, counters to wait on, clocks.
#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/eventfd.h>
#endif

struct beginning {
  void (*body)(void *);
  void *context;
};

static void *begin(void *raw) {
  struct beginning beginning = *(struct beginning *)raw;
  free(raw);
  beginning.body(beginning.context);
  return NULL;
}

int weir_thread_start(size_t stack, void (*body)(void *), void *context) {
  struct beginning *beginning = malloc(sizeof *beginning);
  if (beginning == NULL) return ENOMEM;
  beginning->body = body;
  beginning->context = context;
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, stack);
  int error = pthread_create(&thread, &attributes, begin, beginning);
  pthread_attr_destroy(&attributes);
  if (error != 0) free(beginning);
  return error;
}

int weir_wake_create(int single, int blocking) {
#ifdef __linux__
  return eventfd(0, EFD_CLOEXEC | (single ? EFD_SEMAPHORE : 0) | (blocking ? 0 : EFD_NONBLOCK));
#else
  (void)single;
  (void)blocking;
  errno = ENOSYS;
  return -1;
#endif
}

void weir_wake_post(int descriptor, uint64_t count) {
  while (write(descriptor, &count, sizeof count) < 0 && errno == EINTR) {}
}

uint64_t weir_wake_take(int descriptor) {
  uint64_t count = 0;
  ssize_t got;
  do {
    got = read(descriptor, &count, sizeof count);
  } while (got < 0 && errno == EINTR);
  return got == (ssize_t)sizeof count ? count : 0;
}

int64_t weir_wall_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t weir_boot_microseconds(void) {
  struct timespec now;
#ifdef CLOCK_BOOTTIME
  clock_gettime(CLOCK_BOOTTIME, &now);
#else
  clock_gettime(CLOCK_MONOTONIC, &now);
#endif
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
