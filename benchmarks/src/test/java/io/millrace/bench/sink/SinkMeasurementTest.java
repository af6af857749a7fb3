// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Spread;
import io.millrace.bench.sink.SinkMeasurement.Content;
import io.millrace.bench.sink.SinkMeasurement.Turn;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinkMeasurementTest {
    private final SinkMeasurement fast = measurement("raw-copy", 200, 100, 400);
    private final SinkMeasurement slow = measurement("millrace", 100, 80, 100);

    @Test
    void dividesByRows() {
        assertThat(Turn.of(1000, 2_000_000, 500_000, 4_000_000, 96_000)).isEqualTo(new Turn(500_000, 0.5, 4, 96));
    }

    @Test
    void comparesWithinRounds() {
        assertThat(fast.rowsPerSecond()).isEqualTo(new Spread(200, 100, 400));
        assertThat(slow.timesAsFastAs(fast)).isEqualTo(0.5);
    }

    @Test
    void travelsBetweenProcessesAsALine() {
        SinkMeasurement measured =
                new SinkMeasurement("append-10-columns", "millrace", Content.DIFFERS, List.of(new Turn(1.5, 2, 3, 4)));

        assertThat(measured.line()).isEqualTo("append-10-columns millrace DIFFERS 1.5:2.0:3.0:4.0");
        assertThat(SinkMeasurement.parse(measured.line())).isEqualTo(measured);
    }

    private static SinkMeasurement measurement(String contender, double... rowsPerSecond) {
        List<Turn> turns = Arrays.stream(rowsPerSecond)
                .mapToObj(rows -> new Turn(rows, 0.5, 4, 96))
                .toList();
        return new SinkMeasurement("append-10-columns", contender, Content.EQUAL, turns);
    }
}
