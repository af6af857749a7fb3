// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.net.SourceMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Follows the feeds of a task: each has at most one request under way, and all of them together no more than there are
 * threads. What comes in waits, bounded, to be handed out.
 *
 * <p>{@link #poll} gives one batch, and never waits longer than {@link #LONGEST_WAIT}. {@link #stop} may come from any
 * thread; the rest is for one thread.
 */
final class HttpPoller {
    static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    /** Parts of pages that wait; then whoever reads a page stops reading. */
    private static final int WAITING_PARTS = 4;

    private final List<Feed> feeds = new ArrayList<>();
    private final Map<Feed, ParentList> parents = new HashMap<>();
    private final BlockingQueue<Delivery> deliveries;
    private final Executor executor;
    private final SourceMetrics metrics;
    private final PageEnd pageEnd;
    private final Waiter waiter;
    private final int requestsMax;
    private int underWay;
    private int nextFeed;

    /** What passes for time. */
    record Time(LongSupplier nanoClock, Waiter waiter) {}

    /** Told of the last record of a page, where a transaction may end. */
    interface PageEnd {
        void at(SourceRecord last);
    }

    /** Where requests are made. */
    record Room(Executor executor, int requestsMax) {}

    private record Delivery(Feed feed, Answer answer) {}

    HttpPoller(Room room, Time time, SourceMetrics metrics, PageEnd pageEnd) {
        this.executor = room.executor();
        this.requestsMax = room.requestsMax();
        this.waiter = time.waiter();
        this.metrics = metrics;
        this.pageEnd = pageEnd;
        this.deliveries = new LinkedBlockingQueue<>(WAITING_PARTS + room.requestsMax());
    }

    void add(Feed feed) {
        feeds.add(feed);
    }

    /** Feeds of parent records come and go with {@code list}. */
    void add(ParentList list) {
        parents.put(list.feed(), list);
        feeds.add(list.feed());
    }

    /**
     * The next batch, or null if there is none yet.
     *
     * @throws ConnectException if a feed cannot be followed until somebody does something
     */
    @Nullable List<SourceRecord> poll() throws InterruptedException {
        begin();
        Delivery delivery = deliveries.poll();
        if (delivery == null) {
            delivery = waiter.next(deliveries, Math.min(nanosUntilDue(), LONGEST_WAIT.toNanos()));
            if (delivery == null) {
                begin();
                delivery = deliveries.poll();
            }
        }
        return delivery == null || waiter.isStopped() ? null : take(delivery);
    }

    /** Lets a waiting {@link #poll} return. */
    void stop() {
        waiter.stop();
    }

    private @Nullable List<SourceRecord> take(Delivery delivery) {
        Feed feed = delivery.feed();
        if (delivery.answer() instanceof Answer.Part part) {
            feed.took(part);
            return delivered(part.records());
        }
        underWay--;
        if (!(delivery.answer() instanceof Answer.Page) && !feeds.contains(feed)) {
            return null; // its parent has gone, and most likely itself
        }
        if (delivery.answer() instanceof Answer.TryLater later) {
            feed.failed(later);
            return null;
        }
        if (delivery.answer() instanceof Answer.Failed failed) {
            throw failed.error();
        }
        Answer.Page page = (Answer.Page) delivery.answer();
        feed.took(page);
        ParentList list = parents.get(feed);
        if (list != null) {
            list.took(page, this);
            return null;
        }
        metrics.page();
        begin(); // the next request goes out while the worker is busy with this page
        if (!page.records().isEmpty()) {
            pageEnd.at(page.records().get(page.records().size() - 1));
        }
        return delivered(page.records());
    }

    private @Nullable List<SourceRecord> delivered(List<SourceRecord> records) {
        metrics.records(records.size());
        return records.isEmpty() ? null : records;
    }

    void remove(Feed feed) {
        feeds.remove(feed);
    }

    void remove(ParentList list) {
        parents.remove(list.feed());
        feeds.remove(list.feed());
    }

    /** Sends what is due, each feed in its turn. */
    private void begin() {
        int count = feeds.size();
        for (int i = 0; i < count && underWay < requestsMax && !waiter.isStopped(); i++) {
            Feed feed = feeds.get((nextFeed + i) % count);
            if (!feed.isUnderWay() && feed.nanosUntilDue() == 0 && feed.begin()) {
                send(feed);
                if (underWay >= requestsMax) {
                    nextFeed = (nextFeed + i + 1) % count;
                }
            }
        }
    }

    private void send(Feed feed) {
        long wait = feed.nanosUntilAllowed();
        if (wait > 0) {
            feed.postpone(wait);
            return;
        }
        underWay++;
        Position asked = feed.position();
        try {
            executor.execute(() -> deliver(feed, feed.pages().fetch(asked, part -> deliver(feed, part))));
        } catch (RejectedExecutionException e) { // stopped
            underWay--;
        }
    }

    private void deliver(Feed feed, Answer answer) {
        try {
            deliveries.put(new Delivery(feed, answer));
        } catch (InterruptedException e) { // the task ends
            Thread.currentThread().interrupt();
        }
    }

    private long nanosUntilDue() {
        long least = LONGEST_WAIT.toNanos();
        for (Feed feed : feeds) {
            if (!feed.isUnderWay()) {
                least = Math.min(least, Math.max(feed.nanosUntilDue(), 1));
            }
        }
        return underWay > 0 && underWay >= requestsMax ? LONGEST_WAIT.toNanos() : least;
    }
}
