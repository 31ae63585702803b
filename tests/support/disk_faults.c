/* Makes writes and syncs fail, for a process that is started with this in LD_PRELOAD.
 *
 * The file named by DISK_FAULTS holds lines `CALL ERRNO PART`: calls of the kind (`write` or `sync`) to a file whose path
 * contains PART fail with this errno. An empty or missing file is a disk that is well. It is read at each call, so that a
 * test may change it while the process runs. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fault(const char *call, int fd) {
    char link[64], path[4096], kind[16], part[256];
    int code, found = 0;
    const char *list = getenv("DISK_FAULTS");
    FILE *lines = list ? fopen(list, "re") : NULL;
    if (!lines) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length > 0) {
        path[length] = 0;
        while (!found && fscanf(lines, "%15s %d %255s", kind, &code, part) == 3)
            if (!strcmp(kind, call) && strstr(path, part)) found = code;
    }
    fclose(lines);
    return found;
}

#define REAL(name) (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define FAIL(call, fd) { int code = fault(call, fd); if (code) { errno = code; return -1; } }

ssize_t write(int fd, const void *bytes, size_t count) {
    FAIL("write", fd)
    return (REAL(write))(fd, bytes, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    FAIL("write", fd)
    return (REAL(pwrite64))(fd, bytes, count, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    FAIL("write", fd)
    return (REAL(pwrite))(fd, bytes, count, offset);
}

int ftruncate64(int fd, off64_t length) {
    FAIL("write", fd)
    return (REAL(ftruncate64))(fd, length);
}

int fsync(int fd) {
    FAIL("sync", fd)
    return (REAL(fsync))(fd);
}

int fdatasync(int fd) {
    FAIL("sync", fd)
    return (REAL(fdatasync))(fd);
}
