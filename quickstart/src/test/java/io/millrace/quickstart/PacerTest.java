// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    private long nowNanos = Long.MAX_VALUE - 1; // such a clock may overflow

    @Test
    void owesWhatTimeHasBroughtAndNobodyTook() {
        Pacer pacer = new Pacer(500, () -> nowNanos);

        nowNanos += 100_000_000;
        assertThat(pacer.due()).isEqualTo(50);

        pacer.take(53);
        assertThat(pacer.due()).isEqualTo(-3);
    }
}
