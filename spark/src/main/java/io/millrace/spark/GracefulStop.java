// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops queries, all at once, when they have finished the batch that they are in; one that is still busy when time is up is
 * stopped as it is, and does its batch again.
 */
final class GracefulStop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(GracefulStop.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final List<StreamingQuery> queries;
    private final Duration timeout;

    GracefulStop(List<StreamingQuery> queries, Duration timeout) {
        this.queries = List.copyOf(queries);
        this.timeout = timeout;
    }

    @Override
    public void run() {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<Thread> stopping = queries.stream()
                .map(query -> new Thread(() -> finish(query, deadline), "stop-" + query.name()))
                .toList();
        stopping.forEach(Thread::start);
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** A query that has much to read begins its next batch at once: it is the number of the last one that tells. */
    private static void finish(StreamingQuery query, long deadline) {
        long before = finished(query);
        while (isBusy(query) && finished(query) == before && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        boolean isFinished = !isBusy(query) || finished(query) != before;
        try {
            query.stop();
            LOG.info(
                    "Stopped query {} after batch {}{}",
                    query.name(),
                    finished(query),
                    isFinished ? "" : "; the one that ran is done again when the job is started again");
        } catch (TimeoutException e) {
            LOG.warn("Query {} does not stop; its batch is done again when the job is started again", query.name());
        }
    }

    private static boolean isBusy(StreamingQuery query) {
        return query.isActive() && query.status().isTriggerActive();
    }

    private static long finished(StreamingQuery query) {
        StreamingQueryProgress last = query.lastProgress();
        return last == null ? -1 : last.batchId();
    }
}
