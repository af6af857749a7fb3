// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.apache.kafka.connect.source.SourceTaskContext;

/** What a task counts. Thread-safe. */
interface IngestMetrics {
    /** Where the worker has no metrics of plugins. */
    IngestMetrics NONE = new IngestMetrics() {};

    /** A request was answered, so long after it had been read. */
    default void answered(int status, Duration afterReading) {}

    /** A request was not taken, for one of a fixed set of reasons. */
    default void refused(String reason) {}

    /** It is known what became of events. */
    default void settled(Outcome outcome, int events) {}

    /** Records went to Kafka together. */
    default void group(int records) {}

    /** Kafka has committed records that went to it so long before. */
    default void committed(Duration after) {}

    /** A figure that is read when it is asked for. */
    default void gauge(String name, String description, DoubleSupplier value) {}

    /** The worker's, where it has any (Kafka Connect 4.1 and newer). */
    static IngestMetrics of(SourceTaskContext context) {
        try {
            return new PluginIngestMetrics(context.pluginMetrics());
        } catch (NoSuchMethodError | NoClassDefFoundError olderWorker) {
            return NONE;
        }
    }
}
