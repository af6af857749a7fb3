// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import java.time.Duration;
import java.time.Instant;

/** Passes only by being waited for. */
public final class FakeTiming implements Timing {
    private long nanos;
    private final Instant now;

    /** With the wall clock at this time when it begins. */
    public FakeTiming(Instant now) {
        this.now = now;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return now.plusNanos(nanos);
    }

    @Override
    public void pause(Duration duration) {
        nanos += duration.toNanos();
    }
}
