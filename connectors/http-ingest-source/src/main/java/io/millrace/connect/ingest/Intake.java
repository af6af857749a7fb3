// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests on their way from the server's threads to the task's, which takes several at a time: while Kafka commits some,
 * others gather. Bounded by {@link Capacity}. Thread-safe.
 */
final class Intake {
    private final BlockingQueue<Exchange> queue = new LinkedBlockingQueue<>();
    private final Group group;
    private volatile boolean isClosed;

    /**
     * What goes to Kafka together.
     *
     * @param linger how long to wait for more once there is one request
     */
    record Group(int maxEvents, long maxBytes, Duration linger) {}

    Intake(Group group) {
        this.group = group;
    }

    /** Hands on a request; false if the task ends. */
    boolean offer(Exchange exchange) {
        if (isClosed) {
            return false;
        }
        queue.add(exchange);
        return !isClosed || !queue.remove(exchange);
    }

    /** Forgets a request; whether it was still there. */
    boolean remove(Exchange exchange) {
        return queue.remove(exchange);
    }

    /** The requests that go to Kafka next, at least one as a rule; none if there were none for a while. */
    List<Exchange> take(Duration patience) throws InterruptedException {
        List<Exchange> taken = new ArrayList<>();
        long events = 0;
        long bytes = 0;
        long nanos = patience.toNanos();
        long until = System.nanoTime() + nanos;
        while (events < group.maxEvents && bytes < group.maxBytes) {
            Exchange next = next(until - System.nanoTime());
            if (next == null) {
                return taken;
            }
            if (!next.take()) {
                continue;
            }
            if (taken.isEmpty()) {
                until = System.nanoTime() + group.linger.toNanos();
            }
            taken.add(next);
            events += next.items().size();
            bytes += next.bytes();
        }
        return taken;
    }

    private @Nullable Exchange next(long nanos) throws InterruptedException {
        return nanos > 0 ? queue.poll(nanos, TimeUnit.NANOSECONDS) : queue.poll();
    }

    int size() {
        return queue.size();
    }

    /** Takes no more, and gives what nobody has taken. */
    List<Exchange> close() {
        isClosed = true;
        List<Exchange> left = new ArrayList<>();
        queue.drainTo(left);
        return left;
    }
}
