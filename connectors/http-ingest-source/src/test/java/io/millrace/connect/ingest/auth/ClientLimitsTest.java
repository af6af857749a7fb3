// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ClientLimitsTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private long nowNanos = Long.MAX_VALUE - SECOND_NANOS; // a clock may pass its end

    private ClientLimits limits(int perSecond, int maxClients) {
        return new ClientLimits(perSecond, maxClients, () -> nowNanos);
    }

    @Test
    void countsNothingWithoutALimit() {
        ClientLimits limits = ClientLimits.of(Requests.config(), () -> nowNanos);

        for (int i = 0; i < 1_000; i++) {
            assertThat(limits.retryAfterSeconds("a")).isZero();
        }
        assertThat(limits.clients()).isZero();
    }

    @Test
    void letsASecondsWorthComeAtOnceAndThenSoManyASecond() {
        ClientLimits limits = ClientLimits.of(Requests.config("client.requests.per.second", "10"), () -> nowNanos);

        for (int i = 0; i < 10; i++) {
            assertThat(limits.retryAfterSeconds("a")).isZero();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(limits.retryAfterSeconds("a")).isOne();
            nowNanos += SECOND_NANOS / 10;
            assertThat(limits.retryAfterSeconds("a")).isZero();
        }
        nowNanos += 5 * SECOND_NANOS;
        for (int i = 0; i < 10; i++) {
            assertThat(limits.retryAfterSeconds("a")).isZero();
        }
        assertThat(limits.retryAfterSeconds("a")).isOne();
    }

    @Test
    void letsOneASecondCome() {
        ClientLimits limits = limits(1, 10);

        assertThat(limits.retryAfterSeconds("a")).isZero();
        assertThat(limits.retryAfterSeconds("a")).isOne();
        nowNanos += SECOND_NANOS - 1;
        assertThat(limits.retryAfterSeconds("a")).isOne();
        nowNanos += 1;
        assertThat(limits.retryAfterSeconds("a")).isZero();
    }

    @Test
    void countsEachClientAlone() {
        ClientLimits limits = limits(1, 10);

        assertThat(limits.retryAfterSeconds("a")).isZero();
        assertThat(limits.retryAfterSeconds("b")).isZero();
        assertThat(limits.retryAfterSeconds("a")).isOne();
    }

    @Test
    void forgetsWhoHasNotAskedForLongest() {
        ClientLimits limits = limits(1, 2);
        limits.retryAfterSeconds("a");
        limits.retryAfterSeconds("b");
        limits.retryAfterSeconds("a");

        limits.retryAfterSeconds("c");

        assertThat(limits.clients()).isEqualTo(2);
        assertThat(limits.retryAfterSeconds("a")).isOne();
        assertThat(limits.retryAfterSeconds("b")).isZero();
    }

    @Test
    void countsRequestsOfManyThreads() throws Exception {
        ClientLimits limits = limits(1_000, 10);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> sender = () -> {
                int taken = 0;
                for (int i = 0; i < 1_000; i++) {
                    taken += limits.retryAfterSeconds("a") == 0 ? 1 : 0;
                }
                return taken;
            };
            List<Future<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                senders.add(threads.submit(sender));
            }

            int taken = 0;
            for (Future<Integer> each : senders) {
                taken += each.get();
            }
            assertThat(taken).isEqualTo(1_000);
        } finally {
            threads.shutdownNow();
        }
    }
}
