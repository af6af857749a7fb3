// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What threads have used so far, by the JVM's own counters: garbage collector and compiler threads are not in it. */
public interface Meter {
    long cpuNanos();

    long allocatedBytes();

    /** The calling thread. */
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

    /** All threads together. Of one that ends, what it used since the reading before is lost. */
    static Meter ofAllThreads() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Sum nanos = new Sum(threads::getThreadCpuTime);
        Sum bytes = new Sum(threads::getThreadAllocatedBytes);
        return new Meter() {
            @Override
            public long cpuNanos() {
                return nanos.over(threads.getAllThreadIds());
            }

            @Override
            public long allocatedBytes() {
                return bytes.over(threads.getAllThreadIds());
            }
        };
    }

    /** A counter of every thread, added up so that the sum does not fall when a thread ends. */
    final class Sum {
        private final UnaryOperator<long[]> counter;
        private final Map<Long, Long> counted = new HashMap<>();
        private long sum;

        Sum(UnaryOperator<long[]> counter) {
            this.counter = counter;
        }

        /** @param ids the threads that live now; the counter of one that has ended meanwhile is -1 */
        long over(long[] ids) {
            long[] counts = counter.apply(ids);
            for (int i = 0; i < ids.length; i++) {
                long before = counted.getOrDefault(ids[i], 0L);
                if (counts[i] > before) {
                    counted.put(ids[i], counts[i]);
                    sum += counts[i] - before;
                }
            }
            return sum;
        }
    }
}
