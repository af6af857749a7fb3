// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands at the time at which a request was received. For one thread at a time. */
final class RequestClock extends Clock {
    private Instant now = Instant.EPOCH;

    void set(Instant receivedAt) {
        now = receivedAt;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
