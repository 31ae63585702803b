/* Runs before Rust's own start, which opens /dev/null in the place of a closed standard output: afterwards nobody can tell
 * that from a /dev/null that was given, and records would be lost without a word. A closed standard output is opened for
 * reading here, so that the first write to it fails. */

#include <fcntl.h>
#include <unistd.h>

__attribute__((constructor)) static void keep_closed_stdout_unwritable(void) {
    if (fcntl(STDOUT_FILENO, F_GETFD) != -1) {
        return;
    }
    int fd = open("/dev/null", O_RDONLY);
    if (fd != -1 && fd != STDOUT_FILENO) {
        dup2(fd, STDOUT_FILENO);
        close(fd);
    }
}
