// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of a request.
 *
 * @param all in the order in which they were sent
 * @param sentAt when they were sent, by the sender's clock; null if it does not say so
 * @param apiKey what the body says who sends it; null if it does not. A secret
 * @param bytes how long the body is, decompressed
 */
public record Events(
        List<Event> all, @Nullable Instant sentAt, @Nullable String apiKey, long bytes) {
    public Events {
        all = List.copyOf(all);
    }

    @Override
    public String toString() {
        return all.size() + " events";
    }
}
