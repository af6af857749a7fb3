// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.terminal.Console;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * How long each step takes: all records are taken through again and again, first to warm up, then by the clock. A record's
 * time in a step is the median over the rounds; a step's is the mean of its records'.
 */
final class Stats<R extends ConnectRecord<R>> {
    private static final String IN = "converters, in";
    private static final String OUT = "converters, out";
    private static final int MIN_ROUNDS = 11;

    private final Pipeline<R> pipeline;
    private final List<Given> records;
    private final LongSupplier nanoClock;
    private final Map<String, List<List<Long>>> nanos = new LinkedHashMap<>();

    /** @param records at least one */
    Stats(Pipeline<R> pipeline, List<Given> records, LongSupplier nanoClock) {
        this.pipeline = pipeline;
        this.records = List.copyOf(records);
        this.nanoClock = nanoClock;
    }

    /** Takes as long as this twice, or as eleven rounds take. */
    void measure(long durationNanos) {
        rounds(durationNanos);
        nanos.clear();
        rounds(durationNanos);
    }

    private void rounds(long durationNanos) {
        long start = nanoClock.getAsLong();
        for (int round = 0; round < MIN_ROUNDS || nanoClock.getAsLong() - start < durationNanos; round++) {
            for (int i = 0; i < records.size(); i++) {
                try {
                    run(i);
                } catch (StageFailure failed) {
                    // It was reported before; the steps that it came to were measured.
                }
            }
        }
    }

    private void run(int index) throws StageFailure {
        long last = nanoClock.getAsLong();
        @Nullable R current = pipeline.ends().arrive(records.get(index));
        last = add(IN, index, last);
        for (ChainStep<R> step : pipeline.chain()) {
            current = step.apply(current);
            last = add(step.description().name(), index, last);
            if (current == null) {
                return;
            }
        }
        pipeline.ends().leave(current);
        add(OUT, index, last);
    }

    private long add(String step, int index, long startNanos) {
        long end = nanoClock.getAsLong();
        List<List<Long>> byRecord = nanos.computeIfAbsent(step, absent -> new ArrayList<>());
        while (byRecord.size() < records.size()) {
            byRecord.add(new ArrayList<>());
        }
        byRecord.get(index).add(end - startNanos);
        return nanoClock.getAsLong();
    }

    /** Nanoseconds per record by step, in the order of the chain. */
    Map<String, Long> nanosByStep() {
        Map<String, Long> medians = new LinkedHashMap<>();
        List<String> order = new ArrayList<>(List.of(IN));
        pipeline.chain().forEach(step -> order.add(step.description().name()));
        order.add(OUT);
        for (String step : order) {
            List<List<Long>> byRecord = nanos.get(step);
            if (byRecord != null) {
                medians.put(step, meanOfMedians(byRecord));
            }
        }
        return medians;
    }

    private static long meanOfMedians(List<List<Long>> byRecord) {
        return Math.round(byRecord.stream()
                .filter(times -> !times.isEmpty())
                .mapToLong(Stats::median)
                .average()
                .orElse(0));
    }

    private static long median(List<Long> times) {
        long[] sorted = times.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    void printText(Console console) {
        console.out().println("nanoseconds per record, median:");
        nanosByStep()
                .forEach((step, value) -> console.out().println(String.format(Locale.ROOT, "%,12d  %s", value, step)));
    }

    void printJson(Console console) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        nanosByStep().forEach(node.putObject("nanosPerRecord")::put);
        console.out().println(node);
    }
}
