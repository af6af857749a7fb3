// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.time.Duration;
import java.util.Locale;

/**
 * What the worker holds at a time, and what is held for it elsewhere.
 *
 * @param at since the start
 * @param heapMb used heap after a full collection, in MiB
 * @param residentMb memory of the process, in MiB
 * @param threads of the process
 * @param files that the process has open, sockets included
 * @param sessions of the sinks at PostgreSQL
 * @param temporaryTables at PostgreSQL
 * @param shopSessions at the shop's database, the workload's included
 */
record Vitals(
        Duration at,
        long heapMb,
        long residentMb,
        int threads,
        int files,
        int sessions,
        int temporaryTables,
        int shopSessions) {
    /** As one line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "heap %d MiB, resident %d MiB, %d threads, %d files, %d sessions, %d temporary tables, %d shop sessions",
                heapMb,
                residentMb,
                threads,
                files,
                sessions,
                temporaryTables,
                shopSessions);
    }
}
