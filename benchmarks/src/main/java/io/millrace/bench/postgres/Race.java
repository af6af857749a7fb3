// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.bench.CpuTimes;
import io.millrace.bench.Meter;
import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;
import io.millrace.bench.sink.SinkMeasurement;
import io.millrace.bench.sink.SinkMeasurement.Content;
import io.millrace.bench.sink.SinkMeasurement.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Contenders in turn, each with a table of its own: in a round each has one slot, and each round begins with another of
 * them. The cases of a race differ in nothing but the size of puts.
 */
final class Race implements AutoCloseable {
    private static final int PROOF_ROWS = 2 * Case.WHOLE;

    private final Database database;
    private final Rows rows;
    private final Pace pace;
    private final Work work;
    private final Meter meter = Meter.ofAllThreads();
    private final List<Runner> runners = new ArrayList<>();

    /** One contender at work. */
    private static final class Runner {
        private final Contestant contestant;
        private final Table table;
        private final TableWriter writer;
        private int passes;
        private Content content = Content.EQUAL;

        Runner(Contestant contestant, Table table, TableWriter writer) {
            this.contestant = contestant;
            this.table = table;
            this.writer = writer;
        }
    }

    Race(Database database, Work work, Shape shape, Pace pace, List<Contestant> contestants) {
        this.database = database;
        this.pace = pace;
        this.work = work;
        this.rows = work.rows(shape, pace.rows(shape));
        try {
            contestants.forEach(this::enter);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void enter(Contestant contestant) {
        Table table = new Table(database, contestant.table(), work, rows);
        runners.add(new Runner(contestant, table, contestant.writer(database, table, work, rows.shape())));
    }

    /** Shows that each contender writes what it has to, and leaves the tables as they are measured. */
    void prove(Case first) {
        int count = Math.min(rows.size(), PROOF_ROWS);
        try (Table expected = new Table(database, "bench_expected", work, rows)) {
            expected.fillAsAfter(count, 1);
            for (Runner runner : runners) {
                runner.table.begin();
                runner.passes = 1;
                write(runner, first, count);
                runner.content = compare(runner.contestant, runner.table, expected);
            }
        }
    }

    static Content compare(Contestant contestant, Table found, Table expected) {
        if (found.content().equals(expected.content())) {
            return Content.EQUAL;
        }
        if (!contestant.mayStoreOtherValues()) {
            throw new IllegalStateException(contestant.text() + " writes other rows than it was given: "
                    + found.content() + " (expected " + expected.content() + ")" + found.difference(expected)
                    + "\nexpected" + expected.difference(found));
        }
        return Content.DIFFERS;
    }

    private void write(Runner runner, Case measured, int count) {
        runner.writer.prepare(measured, rows, runner.passes);
        for (int index = 0; index < count / measured.putSize(); index++) {
            runner.writer.put(index);
        }
        runner.writer.finish();
        runner.passes++;
    }

    List<SinkMeasurement> measure(Case measured) {
        List<Runner> taking = taking(measured);
        List<List<Turn>> turns = new ArrayList<>();
        taking.forEach(runner -> turns.add(new ArrayList<>()));
        warmUp(measured, pace.warmUpRounds());
        for (int round = 0; round < pace.rounds(); round++) {
            for (int turn = 0; turn < taking.size(); turn++) {
                int index = (round + turn) % taking.size();
                turns.get(index).add(slot(taking.get(index), measured));
            }
        }
        List<SinkMeasurement> measurements = new ArrayList<>();
        for (int i = 0; i < taking.size(); i++) {
            Runner runner = taking.get(i);
            measurements.add(
                    new SinkMeasurement(measured.text(), runner.contestant.text(), runner.content, turns.get(i)));
        }
        return measurements;
    }

    void warmUp(Case measured, int count) {
        for (int round = 0; round < count; round++) {
            taking(measured).forEach(runner -> slot(runner, measured));
        }
    }

    private List<Runner> taking(Case measured) {
        return runners.stream()
                .filter(runner -> runner.contestant.takesPart(measured))
                .toList();
    }

    private Turn slot(Runner runner, Case measured) {
        TableWriter writer = runner.writer;
        runner.table.tidy();
        writer.prepare(measured, rows, runner.passes);
        runner.passes++;
        int putsAtOnce = Case.WHOLE / measured.putSize(); // contenders that gather puts end with none left over
        int puts = rows.size() / measured.putSize();
        CpuTimes server = CpuTimes.ofProcess(database.pid());
        CpuTimes client = CpuTimes.ofThisJvm();
        long bytes = meter.allocatedBytes();
        long start = System.nanoTime();
        int index = 0;
        do {
            for (int i = 0; i < putsAtOnce; i++) {
                writer.put(index++);
            }
        } while (index < puts && isWithin(pace.slot(), start));
        writer.finish();
        long nanos = System.nanoTime() - start;
        return Turn.of(
                (long) index * measured.putSize(),
                nanos,
                CpuTimes.ofThisJvm().nanosSince(client),
                CpuTimes.ofProcess(database.pid()).nanosSince(server),
                meter.allocatedBytes() - bytes);
    }

    private static boolean isWithin(Duration slot, long start) {
        return System.nanoTime() - start < slot.toNanos();
    }

    @Override
    public void close() {
        for (Runner runner : runners) {
            runner.writer.close();
            runner.table.close();
        }
    }
}
