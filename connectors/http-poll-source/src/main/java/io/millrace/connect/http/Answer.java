// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What became of one request. */
sealed interface Answer {
    /**
     * A whole page, read and found good.
     *
     * @param records those from the asked position on
     * @param count how many records the page holds in all
     * @param next where to go on
     * @param expectsMore whether asking again at once is worth it, if the page says so
     */
    record Page(
            List<SourceRecord> records,
            int count,
            Position next,
            @Nullable Boolean expectsMore) implements Answer {}

    /**
     * It may work later.
     *
     * @param reason what happened, without secrets: {@code HTTP 503}
     */
    record TryLater(
            String reason,
            @Nullable Duration retryAfter,
            @Nullable Exception cause) implements Answer {}

    /** It will not work until somebody does something. */
    record Failed(ConnectException error) implements Answer {}
}
