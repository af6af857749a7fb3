// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

/** The offsets that a partition has: of its first record, and of the next to be written. */
record Range(long start, long end) {
    /** Whether a reader may go on at this offset: at a record, or at the end. */
    boolean contains(long offset) {
        return start <= offset && offset <= end;
    }

    /** How many offsets there are from this one on. */
    long from(long offset) {
        return Math.max(0, end - Math.max(start, offset));
    }
}
