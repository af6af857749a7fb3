// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.Measurement.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    @Test
    void knowsMedianAndMinimum() {
        Measurement odd = new Measurement("a", List.of(new Slice(9, 2), new Slice(1, 8), new Slice(3, 4)));
        assertThat(odd.medianNanos()).isEqualTo(3);
        assertThat(odd.minNanos()).isEqualTo(1);
        assertThat(odd.medianBytes()).isEqualTo(4);

        Measurement even = odd.and(new Measurement("a", List.of(new Slice(5, 4))));
        assertThat(even.medianNanos()).isEqualTo(4);
    }

    @Test
    void travelsBetweenProcessesAsALine() {
        Measurement measured = new Measurement("extract-new-record-state", List.of(new Slice(1087.25, 2807)));

        assertThat(measured.line()).isEqualTo("extract-new-record-state 1087.25:2807.0");
        assertThat(Measurement.parse(measured.line())).isEqualTo(measured);
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> new Measurement("a", List.of())).hasMessage("No slices of a.");
    }
}
