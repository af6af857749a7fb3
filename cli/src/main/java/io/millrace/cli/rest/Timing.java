// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The clock, and how to let it run on. */
public interface Timing {
    /** A count that only grows, as {@link System#nanoTime()}. */
    long nanos();

    Instant now();

    /** Returns when about so much time has passed. */
    void pause(Duration duration);

    /** This machine's. */
    static Timing system() {
        return new Timing() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void pause(Duration duration) {
                LockSupport.parkNanos(duration.toNanos());
            }
        };
    }
}
