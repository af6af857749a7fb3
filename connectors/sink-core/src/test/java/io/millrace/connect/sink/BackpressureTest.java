// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.FakeSinkTaskContext;
import org.junit.jupiter.api.Test;

class BackpressureTest {
    private static final int MIB = 1 << 20;

    private final Backpressure pressure = new Backpressure(new FakeSinkTaskContext(null), 64L * MIB);

    /** An array of 9 MiB that grows by half, and again, holds a batch of 16 MiB. */
    @Test
    void keepsTheArraysOfABatchOfTheUsualSize() {
        ByteSink batch = new ByteSink(1 << 14);
        byte[] some = new byte[1 << 10];
        while (batch.size() < 16 * MIB) {
            batch.put(some, 0, some.length);
        }

        assertThat(pressure.isLittle(batch.array().length)).isTrue();
    }

    @Test
    void keepsNothingBesideWhichHardlyAnythingFitsIn() {
        assertThat(pressure.isLittle(30L * MIB)).isFalse();
        assertThat(pressure.isFull(30L * MIB)).isFalse();
    }
}
