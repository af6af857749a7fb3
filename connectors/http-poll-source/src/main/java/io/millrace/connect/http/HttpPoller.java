// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.RetrySchedule;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a feed: one page in delivery, at most one more being fetched, and a pause when there is nothing to do.
 *
 * <p>{@link #poll} gives whole pages and never waits longer than {@link #LONGEST_WAIT}. A page is handed out only when
 * all of it has been read and found good. {@link #stop} may come from any thread; the rest is for one thread.
 */
final class HttpPoller {
    static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(HttpPoller.class);
    private static final int REMEMBERED_CURSORS = 1000;

    private final Pages pages;
    private final Executor executor;
    private final RetrySchedule retries;
    private final LongSupplier nanoClock;
    private final Waiter waiter;
    private final long pauseNanos;
    private final int limit;
    private final Set<@Nullable String> seenCursors = new LinkedHashSet<>();

    private Position position;
    private @Nullable CompletableFuture<Answer> inFlight;
    private boolean pausing;
    private long pauseEndsNanos;
    private int largestPage = 1;

    HttpPoller(
            Pages pages, HttpPollConfig config, Position start, Executor executor, RetrySchedule retries, Time time) {
        this.pages = pages;
        this.position = start;
        this.executor = executor;
        this.retries = retries;
        this.nanoClock = time.nanoClock();
        this.waiter = time.waiter();
        this.pauseNanos = config.pollInterval().toNanos();
        this.limit = config.limit();
    }

    /**
     * The next page's records, or null if there are none yet.
     *
     * @throws ConnectException if the feed cannot be followed until somebody does something
     */
    @Nullable List<SourceRecord> poll() throws InterruptedException {
        if (inFlight == null && !isDue()) {
            return null;
        }
        CompletableFuture<Answer> request = inFlight == null ? fetch() : inFlight;
        inFlight = request;
        if (!waiter.await(request, LONGEST_WAIT.toNanos()) || waiter.isStopped()) {
            return null;
        }
        inFlight = null;
        Answer answer = request.join();
        if (answer instanceof Answer.Page page) {
            return take(page);
        }
        if (answer instanceof Answer.TryLater later) {
            scheduleRetry(later);
            return null;
        }
        throw ((Answer.Failed) answer).error();
    }

    /** Lets a waiting {@link #poll} return. */
    void stop() {
        waiter.stop();
    }

    /** Whether a request may go out now, having waited for it as long as a poll may. */
    private boolean isDue() throws InterruptedException {
        long wait = nanosUntilDue();
        if (wait > 0 && waiter.pause(Math.min(wait, LONGEST_WAIT.toNanos()))) {
            return false;
        }
        return nanosUntilDue() <= 0 && !waiter.isStopped();
    }

    private long nanosUntilDue() {
        long pause = pausing ? pauseEndsNanos - nanoClock.getAsLong() : 0;
        return Math.max(pause, retries.nanosUntilDue());
    }

    private CompletableFuture<Answer> fetch() {
        Position asked = position;
        pausing = false;
        return CompletableFuture.supplyAsync(() -> pages.fetch(asked), executor);
    }

    private @Nullable List<SourceRecord> take(Answer.Page page) {
        retries.succeeded();
        guardAgainstLoops(page.next());
        position = page.next();
        boolean atOnce = page.expectsMore() != null ? page.expectsMore() : page.count() >= Math.min(limit, largestPage);
        largestPage = Math.max(largestPage, page.count());
        if (atOnce) {
            inFlight = fetch(); // while the worker is busy with this page
        } else {
            pausing = true;
            pauseEndsNanos = nanoClock.getAsLong() + pauseNanos;
        }
        return page.records().isEmpty() ? null : page.records();
    }

    private void guardAgainstLoops(Position next) {
        if (Objects.equals(next.cursor(), position.cursor())) {
            return; // the end of the feed, for now
        }
        if (seenCursors.contains(next.cursor())) {
            throw pages.looping(position, "a next cursor that an earlier page had");
        }
        seenCursors.add(position.cursor());
        if (seenCursors.size() > REMEMBERED_CURSORS) {
            seenCursors.remove(seenCursors.iterator().next());
        }
    }

    private void scheduleRetry(Answer.TryLater later) {
        if (!retries.failed(later.retryAfter())) {
            throw pages.exhausted(position, later);
        }
        long waitMs = Duration.ofNanos(retries.nanosUntilDue()).toMillis();
        LOG.warn(
                "Cannot read the page from {}: {}. Attempt {} failed, the next is in {} ms.",
                position,
                later.reason(),
                retries.failures(),
                waitMs);
    }

    /** What passes for time. */
    record Time(LongSupplier nanoClock, Waiter waiter) {}
}
