// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;

/** How many rows go into a transaction, and how many transactions go on at once. */
public final class BatchOptions {
    static final String MAX_ROWS = "batch.max.rows";
    static final String MAX_BYTES = "batch.max.bytes";
    static final String LINGER_MS = "linger.ms";
    static final String BUFFER_MAX_BYTES = "buffer.max.bytes";
    static final String CONNECTIONS_MAX = "connections.max";

    private static final long MIB = 1L << 20;

    private final AbstractConfig config;

    public BatchOptions(AbstractConfig config) {
        this.config = config;
    }

    /**
     * Adds the bounds.
     *
     * @param rows that start a write
     */
    public static void defineBounds(OptionGroup group, int rows) {
        group.number(
                        MAX_ROWS,
                        rows,
                        ConfigChecks.between(1, 10_000_000, rows),
                        "Rows per batch",
                        "Rows that start a transaction without waiting for more. While one is under way, rows for the next"
                                + " gather, up to buffer.max.bytes.")
                .number(
                        MAX_BYTES,
                        16 * MIB,
                        ConfigChecks.between(1024, 1L << 30, 16 * MIB),
                        "Bytes per batch",
                        "Bytes of encoded rows that start a transaction without waiting for more.")
                .number(
                        LINGER_MS,
                        0L,
                        ConfigChecks.between(0, 300_000, 0L),
                        "Linger",
                        "How long, in milliseconds, rows may wait for more before they are written. 0 writes at once"
                                + " whatever Connect hands over while nothing else is being written: lowest latency, and"
                                + " larger transactions under load. A second makes fewer, cheaper transactions.")
                .number(
                        BUFFER_MAX_BYTES,
                        64 * MIB,
                        ConfigChecks.between(2048, 1L << 34, 64 * MIB),
                        "Buffer",
                        "Most bytes that a task holds in rows, being written and waiting, and in the records they were made"
                                + " of, which are taken to be as large. Beyond it the task waits, and its partitions are"
                                + " paused until half of it is written. What Connect has fetched and not handed over yet"
                                + " comes on top.");
    }

    /**
     * Adds how many connections a task has.
     *
     * @param doc how they share the work
     */
    public static void defineConnections(OptionGroup group, String doc) {
        group.number(CONNECTIONS_MAX, 1, ConfigChecks.between(1, 32, 1), "Connections", doc);
    }

    public int maxRows() {
        return config.getInt(MAX_ROWS);
    }

    public long maxBytes() {
        return config.getLong(MAX_BYTES);
    }

    public long lingerMs() {
        return config.getLong(LINGER_MS);
    }

    public long bufferBytes() {
        return config.getLong(BUFFER_MAX_BYTES);
    }

    public int connections() {
        return config.getInt(CONNECTIONS_MAX);
    }

    /** What is wrong between settings that are right by themselves: the key to change, and why. */
    public Map<String, String> problems() {
        return bufferBytes() < maxBytes()
                ? Map.of(
                        BUFFER_MAX_BYTES,
                        "Invalid value " + bufferBytes() + " for configuration buffer.max.bytes: expected " + maxBytes()
                                + ", the value of batch.max.bytes, or more.")
                : Map.of();
    }
}
