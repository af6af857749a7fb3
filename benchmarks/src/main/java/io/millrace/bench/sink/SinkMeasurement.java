// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.sink;

import io.millrace.bench.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One contender's turns in one case, in the order of the rounds. */
public record SinkMeasurement(String name, String contender, Content content, List<Turn> turns) {
    /** Whether the table held what it had to, before anything was measured. */
    public enum Content {
        EQUAL,
        DIFFERS
    }

    /** What one turn took. */
    public record Turn(double rowsPerSecond, double clientMicros, double serverMicros, double clientBytes) {
        /** Of what all of its rows took. */
        public static Turn of(long rows, long wallNanos, long clientNanos, long serverNanos, long clientBytes) {
            return new Turn(
                    rows * 1e9 / wallNanos,
                    clientNanos / 1e3 / rows,
                    serverNanos / 1e3 / rows,
                    (double) clientBytes / rows);
        }
    }

    public SinkMeasurement {
        turns = List.copyOf(turns);
    }

    public Spread rowsPerSecond() {
        return spread(Turn::rowsPerSecond);
    }

    /** Processor time of the client per row, in microseconds. */
    public Spread clientMicros() {
        return spread(Turn::clientMicros);
    }

    public Spread serverMicros() {
        return spread(Turn::serverMicros);
    }

    /** Bytes that the client allocated per row. */
    public Spread clientBytes() {
        return spread(Turn::clientBytes);
    }

    private Spread spread(ToDoubleFunction<Turn> figure) {
        return Spread.of(turns.stream().mapToDouble(figure));
    }

    /** How many times as fast as {@code other}: the median over rounds, so that both met the same disturbances. */
    public double timesAsFastAs(SinkMeasurement other) {
        return Spread.of(IntStream.range(0, turns.size())
                        .mapToDouble(i -> turns.get(i).rowsPerSecond / other.turns.get(i).rowsPerSecond))
                .median();
    }

    /** One line for the JVM that asked: {@code append-10-columns millrace EQUAL 190000.0:0.5:4.3:96.0}. */
    public String line() {
        return turns.stream()
                .map(turn -> String.join(
                        ":",
                        String.valueOf(turn.rowsPerSecond),
                        String.valueOf(turn.clientMicros),
                        String.valueOf(turn.serverMicros),
                        String.valueOf(turn.clientBytes)))
                .collect(Collectors.joining(" ", name + " " + contender + " " + content + " ", ""));
    }

    public static SinkMeasurement parse(String line) {
        String[] words = line.split(" ", -1);
        List<Turn> turns = new ArrayList<>();
        for (String word : Arrays.asList(words).subList(3, words.length)) {
            String[] figures = word.split(":", -1);
            turns.add(new Turn(
                    Double.parseDouble(figures[0]),
                    Double.parseDouble(figures[1]),
                    Double.parseDouble(figures[2]),
                    Double.parseDouble(figures[3])));
        }
        return new SinkMeasurement(words[0], words[1], Content.valueOf(words[2]), turns);
    }
}
