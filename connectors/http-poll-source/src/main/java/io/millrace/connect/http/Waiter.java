// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Short waits. Tests put a clock of their own in its place. */
class Waiter {
    private volatile boolean stopped;

    /** The next of {@code queue}, waited for no longer than {@code nanos}; null if there is none by then. */
    <T> @Nullable T next(BlockingQueue<T> queue, long nanos) throws InterruptedException {
        return queue.poll(nanos, TimeUnit.NANOSECONDS);
    }

    final void stop() {
        stopped = true;
    }

    final boolean isStopped() {
        return stopped;
    }
}
