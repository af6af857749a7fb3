// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops queries between two batches; one that is still busy when time is up is stopped as it is, and does its batch again. */
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
        for (StreamingQuery query : queries) {
            while (query.isActive()
                    && query.status().isTriggerActive()
                    && query.status().isDataAvailable()
                    && System.nanoTime() < deadline) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
            stop(query);
        }
    }

    private static void stop(StreamingQuery query) {
        try {
            query.stop();
            LOG.info("Stopped query {}", query.name());
        } catch (TimeoutException e) {
            LOG.warn("Query {} does not stop; its batch is done again when the job is started again", query.name());
        }
    }
}
