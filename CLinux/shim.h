// What of Linux Swift's Glibc module does not show. An item stands here for one of two reasons: its header is not part
// of that module, or it is a system call that the C library of the oldest supported distribution has no function for.
#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H

#include <malloc.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

// Both calls are younger than glibc 2.36's wrappers are common: -1 with ENOSYS where the kernel has none.
static inline int clinux_pidfd_open(pid_t pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

static inline ssize_t clinux_process_madvise(int pidfd, const struct iovec *ranges, size_t count, int advice)
{
    return syscall(SYS_process_madvise, pidfd, ranges, count, advice, 0);
}

#endif
