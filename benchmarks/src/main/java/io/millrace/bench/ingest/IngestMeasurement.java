// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import io.millrace.bench.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** One contender's turns in one case, in the order of the rounds. */
record IngestMeasurement(Contestant contender, List<Turn> turns) {
    /**
     * What one turn showed.
     *
     * @param medianMs of replies at half of that load
     * @param p99Ms of the same
     * @param workerMicros processor time for each event
     */
    record Turn(double eventsPerSecond, double medianMs, double p99Ms, double workerMicros, double brokerMicros) {}

    IngestMeasurement {
        turns = List.copyOf(turns);
    }

    Spread spread(ToDoubleFunction<Turn> figure) {
        return Spread.of(turns.stream().mapToDouble(figure));
    }

    /** How many times as many events: the median over rounds, so that both met the same disturbances. */
    double timesAsFastAs(IngestMeasurement other) {
        return Spread.of(IntStream.range(0, turns.size())
                        .mapToDouble(i -> turns.get(i).eventsPerSecond / other.turns.get(i).eventsPerSecond))
                .median();
    }
}
