// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What a sink task counts and measures: per flush and per rare event, never per record. Thread-safe. */
public interface SinkMetrics {
    /**
     * A committed flush.
     *
     * @param records consumed
     * @param rows sent to the store; fewer than records where several had one key
     * @param bytes of the rows, encoded
     * @param whole from the beginning of the transaction to its end
     * @param commit of which for the commit alone
     * @param replaced records that a later one of the flush took the place of
     * @param stale records that changed nothing because the store had a later one
     */
    record Flush(long records, long rows, long bytes, Duration whole, Duration commit, long replaced, long stale) {}

    void flushed(Flush flush);

    /** Records that went to the dead letter queue. */
    void reported(int records);

    /** Another task had taken a partition over. */
    void fenced();

    /** A flush is to be tried again. */
    void retried();

    /** From the newest record's event to its commit; for the record's timestamp where it has no other. */
    void lag(Duration eventToCommit);

    /** What to ask when somebody looks: bytes of rows that are held, and whether partitions are paused for them. */
    void watch(LongSupplier bufferedBytes, BooleanSupplier paused);

    /** The worker's metrics, where it has some for plugins (Kafka 4.1 and later); else nothing is measured. */
    static SinkMetrics of(SinkTaskContext context, String connector) {
        try {
            return PluginSinkMetrics.of(context, connector);
        } catch (NoSuchMethodError | NoClassDefFoundError olderWorker) {
            return NONE;
        }
    }

    /** Measures nothing. */
    SinkMetrics NONE = new SinkMetrics() {
        @Override
        public void flushed(Flush flush) {}

        @Override
        public void reported(int records) {}

        @Override
        public void fenced() {}

        @Override
        public void retried() {}

        @Override
        public void lag(Duration eventToCommit) {}

        @Override
        public void watch(LongSupplier bufferedBytes, BooleanSupplier paused) {}
    };
}
