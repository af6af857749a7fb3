// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import io.millrace.bench.Contender;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/** A transform, or a chain of them, at work on change events. */
final class Normalizer implements Contender {
    private static final int RECORDS_PER_RUN = 2048;
    private static final int RESULTS = 64;

    private final String name;
    private final Form form;
    private final List<Transformation<SourceRecord>> chain;
    private final Supplier<SourceRecord[]> supply;
    private final boolean supplyAnew;
    private final @Nullable SourceRecord[] results = new SourceRecord[RESULTS]; // keeps results alive for a while
    private SourceRecord[] records = {};

    private Normalizer(Entry entry, Supplier<SourceRecord[]> supply, boolean supplyAnew) {
        this.name = entry.name;
        this.form = entry.form;
        this.chain = List.copyOf(entry.chain);
        this.supply = supply;
        this.supplyAnew = supplyAnew;
    }

    /** Who takes part: transforms, and how they write a change. */
    record Entry(String name, Form form, List<Transformation<SourceRecord>> chain) {}

    /** Meets the same record objects again and again. */
    static Normalizer onPool(Entry entry, SourceRecord[] pool) {
        return new Normalizer(entry, () -> pool, false);
    }

    /** Meets each record object once. */
    static Normalizer onNewRecords(Entry entry, Supplier<SourceRecord[]> supply) {
        return new Normalizer(entry, supply, true);
    }

    @Override
    public String name() {
        return name;
    }

    Form form() {
        return form;
    }

    @Override
    public void prepare() {
        if (supplyAnew || records.length == 0) {
            records = supply.get();
        }
    }

    @Override
    public int run() {
        SourceRecord[] from = records;
        int count = supplyAnew ? from.length : RECORDS_PER_RUN;
        int next = 0;
        for (int i = 0; i < count; i++) {
            results[i & (RESULTS - 1)] = apply(from[next]);
            next = next + 1 == from.length ? 0 : next + 1;
        }
        return count;
    }

    @Nullable SourceRecord apply(SourceRecord record) {
        SourceRecord result = record;
        for (int i = 0; i < chain.size() && result != null; i++) {
            result = chain.get(i).apply(result);
        }
        return result;
    }
}
