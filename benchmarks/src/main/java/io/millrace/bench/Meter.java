// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What one thread has used so far. */
interface Meter {
    long cpuNanos();

    long allocatedBytes();

    /** The calling thread, by the JVM's own counters: garbage collector and compiler threads are not in it. */
    static Meter ofCurrentThread() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return new Meter() {
            @Override
            public long cpuNanos() {
                return threads.getCurrentThreadCpuTime();
            }

            @Override
            public long allocatedBytes() {
                return threads.getCurrentThreadAllocatedBytes();
            }
        };
    }
}
