// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.RetrySchedule;
import io.millrace.connect.device.internal.net.HostBudget;
import io.millrace.connect.device.internal.net.SourceMetrics;
import io.millrace.connect.http.Position.Window;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One list that is followed: where it is, and when it is due. At most one request of it is under way. For the task's
 * thread only.
 */
final class Feed {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int REMEMBERED_CURSORS = 1000;
    /** So often a page of a list that changes may hold what the one before held, since the list has moved by a page. */
    static final int SHIFTS = 3;

    private final Setup setup;
    private final Set<@Nullable String> seenCursors = new LinkedHashSet<>();
    private Position position;
    private boolean isUnderWay;
    private long dueNanos;
    private long largestPage = 1;
    private long pagesInARow;
    private @Nullable Digest before;
    private int repeats;

    /** What a feed is made of, and never changes. */
    record Setup(
            FeedId id,
            Endpoint endpoint,
            PageFetcher pages,
            @Nullable Windows windows,
            Duration interval,
            HostBudget budget,
            RetrySchedule retries,
            LongSupplier nanoClock,
            SourceMetrics metrics) {}

    private record Digest(long count, long digest) {}

    Feed(Setup setup, Position start) {
        this.setup = setup;
        this.position = start;
        this.dueNanos = setup.nanoClock().getAsLong();
    }

    FeedId id() {
        return setup.id();
    }

    Endpoint endpoint() {
        return setup.endpoint();
    }

    Pages pages() {
        return setup.pages();
    }

    Position position() {
        return position;
    }

    boolean isUnderWay() {
        return isUnderWay;
    }

    /** How long until the next request is due; 0 if it is. */
    long nanosUntilDue() {
        return Math.max(
                0,
                Math.max(
                        dueNanos - setup.nanoClock().getAsLong(),
                        setup.retries().nanosUntilDue()));
    }

    /** Makes ready for a request; false if the feed has nothing to ask for yet. */
    boolean begin() {
        Windows windows = setup.windows();
        if (windows != null) {
            Window window = windows.close(position.window(), setup.pages().now());
            if (window == null) {
                dueNanos = setup.nanoClock().getAsLong()
                        + (windows.isOver(position.window())
                                ? Duration.ofDays(1).toNanos()
                                : setup.interval().toNanos());
                return false;
            }
            if (!window.equals(position.window())) {
                position = Position.in(window);
            }
        }
        isUnderWay = true;
        return true;
    }

    /** Part of the page has come. */
    void took(Answer.Part part) {
        position = part.next();
    }

    /**
     * The page has come.
     *
     * @throws ConnectException if the feed does not get on
     */
    void took(Answer.Page page) {
        isUnderWay = false;
        setup.retries().succeeded();
        Position next = page.next();
        boolean follows = !Objects.equals(next.cursor(), position.cursor()) && next.cursor() != null;
        if (follows) {
            guardAgainstLoops(page);
        } else if (next.cursor() == null) {
            seenCursors.clear();
            before = null;
        }
        boolean wasWindow = position.window() != null && !Objects.equals(position.window(), next.window());
        Window asked = position.window();
        position = next;
        boolean atOnce = switch (page.more()) {
            case YES -> true;
            case NO -> false;
            case IF_FULL ->
                wasWindow
                        ? asked != null
                                && setup.windows() != null
                                && setup.windows().isWhole(asked)
                        : page.count() >= Math.min(setup.endpoint().limit(), largestPage);
        };
        largestPage = Math.max(largestPage, page.count());
        pagesInARow = atOnce ? pagesInARow + 1 : 0;
        if (atOnce && pagesInARow >= setup.endpoint().maxPages()) {
            LOG.warn(
                    "{} pages of {} were read in one go; the next follows after the poll interval. See {}.",
                    pagesInARow,
                    id(),
                    HttpPollConfig.MAX_PAGES);
            pagesInARow = 0;
            atOnce = false;
        }
        if (!atOnce) {
            pause(page.pause());
        }
    }

    private void pause(@Nullable Duration asked) {
        Duration own = setup.interval();
        Duration pause = asked == null || asked.compareTo(own) < 0 ? own : asked;
        Duration most = setup.endpoint().retryAfterMax();
        if (pause.compareTo(own) > 0 && pause.compareTo(most) > 0) {
            pause = most.compareTo(own) > 0 ? most : own;
        }
        dueNanos = setup.nanoClock().getAsLong() + pause.toNanos();
        setup.metrics().waited(SourceMetrics.Wait.POLL_INTERVAL, pause);
    }

    private void guardAgainstLoops(Answer.Page page) {
        String cursor = page.next().cursor();
        if (seenCursors.contains(cursor)) {
            throw setup.pages().looping(position, "a next cursor that an earlier page had");
        }
        seenCursors.add(position.cursor());
        if (seenCursors.size() > REMEMBERED_CURSORS) {
            seenCursors.remove(seenCursors.iterator().next());
        }
        Digest now = new Digest(page.count(), page.digest());
        repeats = page.count() > 0 && now.equals(before) ? repeats + 1 : 0;
        if (setup.endpoint().refusesSamePage() && repeats >= (setup.endpoint().isAppendOnly() ? 1 : SHIFTS)) {
            throw setup.pages().looping(position, "the same " + page.count() + " records as on the page before");
        }
        before = now;
    }

    /**
     * The request may work later.
     *
     * @throws ConnectException if it has been repeated for long enough
     */
    void failed(Answer.TryLater later) {
        isUnderWay = false;
        if (!setup.retries().failed(later.retryAfter())) {
            throw setup.pages().exhausted(position, later);
        }
        Duration wait = Duration.ofNanos(setup.retries().nanosUntilDue());
        setup.metrics()
                .waited(later.retryAfter() == null ? SourceMetrics.Wait.BACKOFF : SourceMetrics.Wait.RETRY_AFTER, wait);
        LOG.warn(
                "Cannot read the page of {} from {}: {}. Attempt {} failed, the next is in {} ms.",
                id(),
                position,
                later.reason(),
                setup.retries().failures(),
                wait.toMillis());
    }

    /** 0 if the host has room for a request, which is then taken. */
    long nanosUntilAllowed() {
        return setup.budget().take();
    }

    /** The host has no room for the request yet. */
    void postpone(long nanos) {
        isUnderWay = false;
        dueNanos = setup.nanoClock().getAsLong() + nanos;
        setup.metrics().waited(SourceMetrics.Wait.RATE_LIMIT, Duration.ofNanos(nanos));
    }
}
