// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;
import org.junit.jupiter.api.Test;

/** Time-outs end as ever while okio's watchdog is kept from waking for each, and after. */
class QuietWatchdogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void letsTimeOutsEndThoughTheWatchdogHasWokenInBetween() {
        QuietWatchdog.acquire();
        QuietWatchdog.acquire();
        QuietWatchdog.release();
        try {
            assertThat(timeout(Duration.ofMillis(2_500))) // in which it wakes twice
                    .succeedsWithin(PATIENCE);
        } finally {
            QuietWatchdog.release();
        }
        assertThat(timeout(Duration.ofMillis(1_500))).succeedsWithin(PATIENCE);
    }

    private static CompletableFuture<String> timeout(Duration after) {
        CompletableFuture<String> end = new CompletableFuture<>();
        AsyncTimeout timeout = new AsyncTimeout() {
            @Override
            protected void timedOut() {
                end.complete("over");
            }
        };
        timeout.timeout(after.toMillis(), TimeUnit.MILLISECONDS);
        timeout.enter();
        return end;
    }
}
