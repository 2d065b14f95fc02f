/* Faults that only the system can make, for one process, by LD_PRELOAD:
 *   LOSE=1      bytes written to a log stay in this process until fsync or fdatasync: SIGKILL is then what a power cut is.
 *   EIO_AT=N    the Nth fdatasync of a log's file fails with EIO, as a disk does; its bytes are dropped (with LOSE=1).
 *   CLOCK=FILE  the wall clock is off by as many seconds as the first 8 bytes of FILE say.
 * A file of a log is one whose path holds "/log/" and ends in ".log" or ".spare". */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define FILES 4096
struct held { off_t at; size_t length; struct held *next; char *bytes; };
static struct { ino_t inode; int tracked; struct held *first, *last; } files[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int syncs;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int), (*real_fdatasync)(int);
static int (*real_clock)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_clock = dlsym(RTLD_NEXT, "clock_gettime");
}

static void drop(int fd, int write) {
  for (struct held *next, *h = files[fd].first; h; h = next) {
    next = h->next;
    if (write && real_pwrite(fd, h->bytes, h->length, h->at) != (ssize_t)h->length) abort();
    free(h->bytes);
    free(h);
  }
  files[fd].first = files[fd].last = NULL;
}

/* libuv closes files by system call, past us: a number may stand for another file now. */
static int tracked(int fd) {
  struct stat now;
  if (fd < 0 || fd >= FILES || fstat(fd, &now) != 0) return 0;
  if (files[fd].inode == now.st_ino) return files[fd].tracked;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  path[n < 0 ? 0 : n] = 0;
  const char *dot = strrchr(path, '.');
  pthread_mutex_lock(&lock);
  drop(fd, 0);
  files[fd].inode = now.st_ino;
  files[fd].tracked = dot && strstr(path, "/log/") && (!strcmp(dot, ".log") || !strcmp(dot, ".spare"));
  pthread_mutex_unlock(&lock);
  return files[fd].tracked;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) {
  if (!getenv("LOSE") || !tracked(fd)) return real_pwrite(fd, bytes, length, at);
  struct held *h = malloc(sizeof *h);
  h->at = at, h->length = length, h->next = NULL;
  /* As O_DIRECT wants it. */
  if (posix_memalign((void **)&h->bytes, 4096, length ? length : 1)) abort();
  memcpy(h->bytes, bytes, length);
  pthread_mutex_lock(&lock);
  if (files[fd].last) files[fd].last->next = h; else files[fd].first = h;
  files[fd].last = h;
  pthread_mutex_unlock(&lock);
  return (ssize_t)length;
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }

static int sync_file(int fd, int (*real)(int), int counts) {
  if (!tracked(fd)) return real(fd);
  pthread_mutex_lock(&lock);
  const char *at = getenv("EIO_AT");
  int fail = counts && at && ++syncs == atoi(at);
  drop(fd, !fail);
  pthread_mutex_unlock(&lock);
  if (fail) { errno = EIO; return -1; }
  return real(fd);
}
int fdatasync(int fd) { return sync_file(fd, real_fdatasync, 1); }
int fsync(int fd) { return sync_file(fd, real_fsync, 0); }

static time_t jump(void) {
  static volatile long long *seconds;
  const char *path = getenv("CLOCK");
  if (!path) return 0;
  if (!seconds) {
    int fd = open(path, O_RDONLY);
    void *map = mmap(NULL, 8, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED) return 0;
    seconds = map;
  }
  return (time_t)*seconds;
}
int clock_gettime(clockid_t which, struct timespec *time) {
  int result = real_clock(which, time);
  if (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE) time->tv_sec += jump();
  return result;
}
int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  struct timespec now;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec, time->tv_usec = now.tv_nsec / 1000;
  return 0;
}
