// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ids for events that have none: UUIDs of version 7 (RFC 9562 section 5.7). For one thread at a time. */
final class GeneratedIds implements Supplier<String> {
    private final Clock clock;
    private @Nullable String last;

    GeneratedIds(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String get() {
        UUID random = UUID.randomUUID();
        long high = clock.millis() << 16 | 0x7000 | (random.getMostSignificantBits() & 0xfff);
        String id = new UUID(high, random.getLeastSignificantBits()).toString(); // whose variant is the same
        last = id;
        return id;
    }

    /** Whether it is the very text that was made last, which no sender knows. */
    @SuppressWarnings("ReferenceEquality") // another text that is the same came from a sender
    boolean hasMade(@Nullable String id) {
        return id != null && id == last;
    }
}
