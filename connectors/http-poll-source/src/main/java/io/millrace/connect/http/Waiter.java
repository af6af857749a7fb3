// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Short waits. Tests put a clock of their own in its place. */
class Waiter {
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Waits until {@code event} is done, but no longer than {@code nanos}, and says whether it is. */
    boolean await(CompletableFuture<?> event, long nanos) throws InterruptedException {
        try {
            event.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return event.isDone(); // what went wrong is for whoever asks the event for its result
        }
        return true;
    }

    /** Waits for {@code nanos}, or until stopped: says whether that is so. */
    boolean pause(long nanos) throws InterruptedException {
        return stopped.await(nanos, TimeUnit.NANOSECONDS);
    }

    final void stop() {
        stopped.countDown();
    }

    final boolean isStopped() {
        return stopped.getCount() == 0;
    }
}
