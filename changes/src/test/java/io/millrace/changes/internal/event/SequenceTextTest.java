// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceTextTest {
    private final SequenceText text = new SequenceText();

    @Test
    void writesSixteenDigitsASection() {
        assertThat(text.of(0, 0x0123_4567_89ab_cdefL, Long.MAX_VALUE, 10))
                .isEqualTo("0000000000000000/0123456789abcdef/7fffffffffffffff/000000000000000a");
    }

    @Test
    void writesAnyNumberAsFormatDoes() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long a = random.nextLong();
            long b = random.nextLong() >>> random.nextInt(64);
            assertThat(text.of(a, b, ~b, i))
                    .as("seed %d", seed)
                    .isEqualTo(String.format("%016x/%016x/%016x/%016x", a, b, ~b, i));
        }
    }
}
