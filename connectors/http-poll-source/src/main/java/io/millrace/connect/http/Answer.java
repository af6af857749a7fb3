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
     * A whole page, read to its end.
     *
     * @param records those that have not been handed on as {@link Part}s
     * @param count how many records the page holds in all
     * @param digest of the records' bytes
     * @param next where to go on
     * @param more whether asking again at once is worth it
     * @param pause what the API asks for before the next request; null for nothing
     */
    record Page(
            List<SourceRecord> records,
            long count,
            long digest,
            Position next,
            More more,
            @Nullable Duration pause) implements Answer {}

    /**
     * Records of a page that has not been read to its end.
     *
     * @param next where to go on if the rest does not come
     */
    record Part(List<SourceRecord> records, Position next) implements Answer {}

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

    /** Whether a page says that another is there already. */
    enum More {
        YES,
        NO,
        /** More is likely after a full page. */
        IF_FULL
    }
}
