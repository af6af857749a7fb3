// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How long a task lets Connect deliver the same records again because the store cannot be asked about their tables: those
 * that were taken are known by their offsets. Not thread-safe.
 */
final class PutRetries {
    private final Duration timeout;
    private final LongSupplier nanoClock;
    private @Nullable Long sinceNanos;

    PutRetries(Duration timeout, LongSupplier nanoClock) {
        this.timeout = timeout;
        this.nanoClock = nanoClock;
    }

    /** All records were taken. */
    void over() {
        sinceNanos = null;
    }

    /** What to throw. */
    RuntimeException again(StoreUnavailableException failure) {
        long now = nanoClock.getAsLong();
        long since = sinceNanos == null ? now : sinceNanos;
        sinceNanos = since;
        return Duration.ofNanos(now - since).compareTo(timeout) >= 0
                ? new ConnectException(failure.getMessage() + " Gave up after 'retry.timeout.ms'.", failure)
                : failure;
    }
}
