// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.CpuTimes;
import io.millrace.bench.Meter;
import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;
import io.millrace.bench.sink.SinkMeasurement;
import io.millrace.bench.sink.SinkMeasurement.Content;
import io.millrace.bench.sink.SinkMeasurement.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * Contenders in turn, each with a table of its own: in a round each has one slot, and each round begins with another of
 * them. The cases of a race differ in nothing but the size of blocks.
 */
final class Race implements AutoCloseable {
    private static final int PROOF_ROWS = 20_000;

    private final Engine engine;
    private final Rows rows;
    private final Pace pace;
    private final Meter meter = Meter.ofAllThreads();
    private final List<Runner> runners = new ArrayList<>();

    /** One contender at work. */
    private record Runner(Contestant contestant, Table table, TableWriter writer) {}

    Race(Engine engine, Shape shape, Pace pace, List<Contestant> contestants) {
        this.engine = engine;
        this.pace = pace;
        this.rows = Rows.inOrder(shape, pace.rows(shape));
        try {
            contestants.forEach(this::enter);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void enter(Contestant contestant) {
        Shape shape = rows.shape();
        Table table = contestant.isVersioned()
                ? Table.versioned(engine, contestant.table(), shape)
                : Table.plain(engine, contestant.table(), shape);
        runners.add(new Runner(contestant, table, contestant.writer(engine, shape)));
    }

    /** Shows that each contender writes what it has to. */
    void prove(Case first) {
        int blocks = Math.max(1, Math.min(rows.size(), PROOF_ROWS) / first.blockRows());
        try (Table expected = Table.plain(engine, "bench_expected", rows.shape())) {
            expected.fill(rows, blocks * first.blockRows());
            for (Runner runner : runners) {
                runner.writer.prepare(first, rows);
                for (int index = 0; index < blocks; index++) {
                    runner.writer.put(index);
                }
                runner.writer.finish();
                compare(runner.contestant, runner.table, expected);
            }
        }
    }

    static void compare(Contestant contestant, Table found, Table expected) {
        if (!found.content().equals(expected.content())) {
            throw new IllegalStateException(contestant.text() + " writes other rows than it was given: "
                    + found.content() + " (expected " + expected.content() + ")" + found.difference(expected)
                    + "\nexpected" + expected.difference(found));
        }
    }

    List<SinkMeasurement> measure(Case measured) {
        List<List<Turn>> turns = new ArrayList<>();
        runners.forEach(runner -> turns.add(new ArrayList<>()));
        warmUp(measured, pace.warmUpRounds());
        for (int round = 0; round < pace.rounds(); round++) {
            for (int turn = 0; turn < runners.size(); turn++) {
                int index = (round + turn) % runners.size();
                turns.get(index).add(slot(runners.get(index), measured));
            }
        }
        List<SinkMeasurement> measurements = new ArrayList<>();
        for (int i = 0; i < runners.size(); i++) {
            measurements.add(new SinkMeasurement(
                    measured.text(), runners.get(i).contestant.text(), Content.EQUAL, turns.get(i)));
        }
        return measurements;
    }

    void warmUp(Case measured, int count) {
        for (int round = 0; round < count; round++) {
            runners.forEach(runner -> slot(runner, measured));
        }
    }

    private Turn slot(Runner runner, Case measured) {
        runner.table.empty();
        runner.writer.prepare(measured, rows);
        int blocks = rows.size() / measured.blockRows();
        CpuTimes server = CpuTimes.ofJvm(engine.pid());
        CpuTimes client = CpuTimes.ofThisJvm();
        long bytes = meter.allocatedBytes();
        long start = System.nanoTime();
        int index = 0;
        do {
            runner.writer.put(index++);
        } while (index < blocks && System.nanoTime() - start < pace.slot().toNanos());
        runner.writer.finish();
        long nanos = System.nanoTime() - start;
        Turn turn = Turn.of(
                (long) index * measured.blockRows(),
                nanos,
                CpuTimes.ofThisJvm().nanosSince(client),
                CpuTimes.ofJvm(engine.pid()).nanosSince(server),
                meter.allocatedBytes() - bytes);
        runner.table.empty(); // nothing of it is merged during the next one's turn
        return turn;
    }

    @Override
    public void close() {
        for (Runner runner : runners) {
            runner.writer.close();
            runner.table.close();
        }
    }
}
