// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class InterleavedTest {
    private static final int RECORDS = 1000;

    private final Clock clock = new Clock();
    private final List<String> order = new ArrayList<>();

    @Test
    void givesEveryContenderItsTurnAndBeginsEachRoundWithAnother() {
        measure(Effort.SMOKE, "a", "b", "c");
        assertThat(order).containsExactly("a", "b", "c");

        order.clear();
        measure(Effort.QUICK, "a", "b", "c");
        int warmUp = order.size() - 3 * Effort.QUICK.slices();
        assertThat(order.subList(warmUp, warmUp + 9)).containsExactly("a", "b", "c", "b", "c", "a", "c", "a", "b");
    }

    @Test
    void warmsEachContenderUpForTheSameTime() {
        measure(Effort.QUICK, "a", "b");

        long rounds = Effort.QUICK.warmUp().dividedBy(Effort.QUICK.slice());
        assertThat(order).hasSize(Math.toIntExact(2 * (rounds + Effort.QUICK.slices())));
    }

    @Test
    void dividesByRecordsAndLeavesPreparationOut() {
        List<Measurement> measurements = measure(Effort.QUICK, "a");

        Measurement only = measurements.get(0);
        assertThat(only.slices()).hasSize(Effort.QUICK.slices());
        assertThat(only.medianNanos()).isEqualTo((double) Effort.QUICK.slice().toNanos() / RECORDS);
        assertThat(only.medianBytes()).isEqualTo(400);
    }

    @Test
    void measuresTheThreadItRunsOn() {
        Meter meter = Meter.ofCurrentThread();
        long bytes = meter.allocatedBytes();
        long nanos = meter.cpuNanos();

        byte[][] kept = new byte[100][];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new byte[10_000];
        }

        assertThat(meter.allocatedBytes() - bytes).isBetween(1_000_000L, 1_100_000L);
        assertThat(meter.cpuNanos()).isGreaterThan(nanos);
        assertThat(kept[99]).hasSize(10_000);
    }

    @Test
    void measuresAllThreadsTogether() throws InterruptedException {
        Meter meter = Meter.ofAllThreads();
        CountDownLatch worked = new CountDownLatch(1);
        CountDownLatch measured = new CountDownLatch(1);
        byte[][] kept = new byte[100][];
        Thread other = new Thread(() -> {
            for (int i = 0; i < kept.length; i++) {
                kept[i] = new byte[10_000];
            }
            worked.countDown();
            try {
                measured.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long bytes = meter.allocatedBytes();
        long nanos = meter.cpuNanos();

        other.start();
        worked.await();

        long allocated = meter.allocatedBytes();
        assertThat(allocated - bytes).isGreaterThan(1_000_000);
        assertThat(meter.cpuNanos()).isGreaterThan(nanos);
        measured.countDown();
        other.join();
        assertThat(meter.allocatedBytes()).as("once it has ended").isGreaterThanOrEqualTo(allocated);
        assertThat(kept[99]).hasSize(10_000);
    }

    private List<Measurement> measure(Effort effort, String... names) {
        List<Contender> contenders = new ArrayList<>();
        for (String name : names) {
            contenders.add(new Recorded(name, effort));
        }
        return new Interleaved(clock, effort).measure(contenders);
    }

    /** One run takes one slice and 400 bytes per record. */
    private final class Recorded implements Contender {
        private final String name;
        private final Effort effort;

        Recorded(String name, Effort effort) {
            this.name = name;
            this.effort = effort;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void prepare() {
            clock.nanos += 1_000_000;
            clock.bytes += 1_000_000;
        }

        @Override
        public int run() {
            order.add(name);
            clock.nanos += effort.slice().toNanos();
            clock.bytes += 400 * RECORDS;
            return RECORDS;
        }
    }

    private static final class Clock implements Meter {
        private long nanos;
        private long bytes;

        @Override
        public long cpuNanos() {
            return nanos;
        }

        @Override
        public long allocatedBytes() {
            return bytes;
        }
    }
}
