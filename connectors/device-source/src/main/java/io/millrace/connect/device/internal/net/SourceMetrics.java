// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import java.time.Duration;
import org.apache.kafka.connect.source.SourceTaskContext;

/** What a task that makes requests tells of itself. The metrics are Connect's own, where the worker has them (4.1 and newer). */
public interface SourceMetrics {
    /** Why a feed waits. */
    enum Wait {
        POLL_INTERVAL,
        RATE_LIMIT,
        RETRY_AFTER,
        BACKOFF
    }

    /** Counts nothing. */
    SourceMetrics NONE = new SourceMetrics() {};

    /** Those of {@code context}'s worker, or none if it is too old to have any. */
    static SourceMetrics of(SourceTaskContext context) {
        try {
            return PluginSourceMetrics.of(context);
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            return NONE;
        }
    }

    /** An answer with this status came. */
    default void request(int status) {}

    /** The page has not changed since it was asked for. */
    default void notModified() {}

    /** No answer came. */
    default void failure() {}

    /** A feed will wait. */
    default void waited(Wait cause, Duration time) {}

    /** A page was delivered whole. */
    default void page() {}

    /** How long a page took from its request to its last byte. */
    default void pageTime(Duration time) {}

    default void records(int count) {}

    default void badRecord() {}

    /** The worker has dropped a record: a transform did, or Kafka refused it and errors are tolerated. */
    default void dropped() {}

    /** How old a record is when it is handed over. */
    default void lag(Duration behindNow) {}
}
