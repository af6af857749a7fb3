// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all converters of a worker know of one registry: which URL answered last, and, while none does, whose turn it is
 * to ask. Those who wait ask one at a time, in turn, so that a hundred tasks put no more load on a registry that comes
 * back than one does. Thread-safe.
 */
final class Outage {
    /** One who waits for the registry. */
    interface Waiter {
        /** Waits as is due after {@code failures} failed turns, 0 when the one before had an answer. */
        void rest(int failures, @Nullable Duration retryAfter) throws InterruptedException;

        Round ask() throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);

    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int preferred;
    private volatile int failures;
    private volatile @Nullable Duration retryAfter;

    /** Which URL to ask first. */
    int preferred() {
        return preferred;
    }

    void prefer(int index) {
        if (preferred != index) {
            preferred = index;
        }
    }

    /** One more waits; the first says so in the log. */
    void begin(Round failed, String limit) {
        if (waiting.getAndIncrement() == 0) {
            failures = 1;
            retryAfter = failed.retryAfter();
            LOG.warn("The schema registry cannot be asked: {}. Waiting {}; nothing is lost.", failed.found(), limit);
        }
    }

    /** One waits no longer, for it was answered; the last says so in the log. */
    void over(long nanos) {
        if (waiting.decrementAndGet() == 0) {
            LOG.info("The schema registry answers again, after {} s.", String.format(Locale.ROOT, "%.1f", nanos / 1e9));
        }
    }

    /** One waits no longer, for its time is up; its error says so. */
    void gaveUp() {
        waiting.decrementAndGet();
    }

    /** Has {@code waiter} ask once, when it is its turn; null when it is not before {@code leftNanos} are over. */
    @Nullable Round next(Waiter waiter, long leftNanos) throws InterruptedException {
        if (!turn.tryLock(leftNanos, TimeUnit.NANOSECONDS)) {
            return null;
        }
        try {
            waiter.rest(failures, retryAfter);
            Round round = waiter.ask();
            LOG.debug("Asked the schema registry again, which {}.", round.reply() == null ? round.found() : "answered");
            failures = round.reply() == null ? failures + 1 : 0;
            retryAfter = round.retryAfter();
            return round;
        } finally {
            turn.unlock();
        }
    }
}
