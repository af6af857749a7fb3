// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import io.millrace.connect.device.internal.shape.Shaped;
import org.jspecify.annotations.Nullable;

/** One event of a request. */
public sealed interface Event {
    /** What its sender tells it by, so that it is known when it comes again; null if nothing does. */
    @Nullable String id();

    /** An event that is a record now. */
    record Good(Shaped record, @Nullable String id) implements Event {}

    /**
     * An event that cannot be one. Others of the request are none the worse for it.
     *
     * @param reason what was found where in the body; names and types, never content
     * @param text as it was sent, for a topic of bad records; empty if it is longer than an event may be
     */
    record Bad(@Nullable String id, String reason, String text) implements Event {
        @Override
        public String toString() {
            return reason;
        }
    }
}
