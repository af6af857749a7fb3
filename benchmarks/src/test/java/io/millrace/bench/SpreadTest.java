// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void knowsTheMiddleAndTheEnds() {
        assertThat(Spread.of(DoubleStream.of(9, 1, 3))).isEqualTo(new Spread(3, 1, 9));
        assertThat(Spread.of(DoubleStream.of(4, 1, 9, 2))).isEqualTo(new Spread(3, 1, 9));
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> Spread.of(DoubleStream.of())).hasMessage("No values.");
    }
}
