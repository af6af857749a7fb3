// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.ingest.IngestMeasurement.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpIngestBenchmarkIT {
    private static final Path DIR = Path.of("target", "bench-ingest").toAbsolutePath();

    @Test
    void measuresContendersThatTakeEveryEvent() throws IOException {
        try (IngestRace race = IngestRace.start(Pace.SMOKE, DIR)) {
            race.prove();
            List<IngestMeasurement> measured = race.measure(new Case(100, 64));

            assertThat(measured).extracting(IngestMeasurement::contender).containsExactly(Contestant.values());
            assertThat(measured).flatExtracting(IngestMeasurement::turns).allSatisfy(turn -> {
                assertThat(turn.eventsPerSecond()).isPositive();
                assertThat(turn.medianMs()).isPositive();
                assertThat(turn.p99Ms()).isGreaterThanOrEqualTo(turn.medianMs());
                assertThat(turn.workerMicros()).isPositive();
            });
            for (Contestant each : Contestant.values()) {
                assertThat(race.sent(each)).isGreaterThan(2 * 64 * 100);
                race.requireWritten(each);
            }
            assertThat(measured.get(0).spread(Turn::brokerMicros).min()).isPositive();
            assertThat(race.heldBytes()).isPositive();
        }
        assertThat(DIR).isEmptyDirectory();
    }
}
