// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How many rows go into a transaction, and how many transactions go on at once. */
final class BatchOptions {
    static final String MAX_ROWS = "batch.max.rows";
    static final String MAX_BYTES = "batch.max.bytes";
    static final String LINGER_MS = "linger.ms";
    static final String BUFFER_MAX_BYTES = "buffer.max.bytes";
    static final String CONNECTIONS_MAX = "connections.max";
    static final String COPY_DIRECT = "copy.direct";

    private static final long MIB = 1L << 20;

    /** Whether rows of an upsert may be copied straight into the table. */
    enum CopyDirect {
        /** While keys turn out to be new. */
        AUTO,
        NEVER
    }

    private final AbstractConfig config;

    BatchOptions(AbstractConfig config) {
        this.config = config;
    }

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Batches");
        defineBounds(group);
        group.importance(Importance.LOW)
                .number(
                        CONNECTIONS_MAX,
                        1,
                        ConfigChecks.between(1, 32, 1),
                        "Connections",
                        "Connections of one task. Its topics are spread over them, and written in parallel: each topic's"
                                + " offsets stay in the transaction of its rows. buffer.max.bytes is shared.")
                .text(
                        COPY_DIRECT,
                        Choices.text(CopyDirect.AUTO),
                        Choices.oneOf(CopyDirect.AUTO),
                        "Direct copy",
                        "auto: in write.mode upsert, rows are first copied straight into the table behind a savepoint, as"
                                + " long as their keys turn out to be new (a snapshot, an event stream); after a conflict"
                                + " through a staging table, and the other way is tried again ever more rarely. never:"
                                + " always through a staging table.");
    }

    private static void defineBounds(OptionGroup group) {
        group.number(
                        MAX_ROWS,
                        10_000,
                        ConfigChecks.between(1, 10_000_000, 10_000),
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

    int maxRows() {
        return config.getInt(MAX_ROWS);
    }

    long maxBytes() {
        return config.getLong(MAX_BYTES);
    }

    long lingerMs() {
        return config.getLong(LINGER_MS);
    }

    long bufferBytes() {
        return config.getLong(BUFFER_MAX_BYTES);
    }

    int connections() {
        return config.getInt(CONNECTIONS_MAX);
    }

    CopyDirect copyDirect() {
        return Choices.constant(CopyDirect.class, config.getString(COPY_DIRECT));
    }
}
