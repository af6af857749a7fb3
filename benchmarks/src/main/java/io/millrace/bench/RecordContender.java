// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A contender at work on one record after the other.
 *
 * @param <R> what it is given
 */
public abstract class RecordContender<R> implements Contender {
    private static final int RECORDS_PER_RUN = 2048;
    private static final int RESULTS = 64;

    private final String name;
    private final Records<R> source;
    private final @Nullable Object[] results = new Object[RESULTS]; // keeps results alive for a while
    private List<R> records = List.of();

    protected RecordContender(String name, Records<R> source) {
        this.name = name;
        this.source = source;
    }

    /** Where records come from. */
    public record Records<R>(Supplier<List<R>> supply, boolean isSuppliedAnew) {
        /** The same objects again and again. */
        public static <R> Records<R> pool(List<R> pool) {
            List<R> copy = List.copyOf(pool);
            return new Records<>(() -> copy, false);
        }

        /** Each object once. */
        public static <R> Records<R> anew(Supplier<List<R>> supply) {
            return new Records<>(supply, true);
        }
    }

    /** Does the work for one record. */
    protected abstract @Nullable Object apply(R item);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void prepare() {
        if (source.isSuppliedAnew || records.isEmpty()) {
            records = source.supply.get();
        }
    }

    @Override
    public final int run() {
        List<R> from = records;
        int size = from.size();
        int count = source.isSuppliedAnew ? size : RECORDS_PER_RUN;
        int next = 0;
        for (int i = 0; i < count; i++) {
            results[i & (RESULTS - 1)] = apply(from.get(next));
            next = next + 1 == size ? 0 : next + 1;
        }
        return count;
    }
}
