// Counts the heap allocations of the process: its malloc stands before glibc's own.
#ifndef C_ALLOCATIONS_H
#define C_ALLOCATIONS_H

#include <stdint.h>

/// How many blocks were asked for since the process began.
uint64_t allocations_count(void);

#endif
