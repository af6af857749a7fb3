// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import org.jspecify.annotations.Nullable;

/**
 * Which reading of the database a change comes from. At one position a snapshot row was there before the changes that
 * are streamed from it, and a row of an incremental snapshot was read after them.
 */
public enum Phase {
    SNAPSHOT("snapshot", 0),
    STREAM("stream", 1),
    INCREMENTAL("incremental", 2);

    private final String text;
    private final long rank;

    Phase(String text, long rank) {
        this.text = text;
        this.rank = rank;
    }

    /**
     * The phase that {@code source.snapshot} stands for. Debezium leaves the field unset while streaming: {@code false}
     * is only the schema's default.
     */
    public static Phase of(@Nullable Object marker) {
        if (marker == null || "false".equals(marker) || Boolean.FALSE.equals(marker)) {
            return STREAM;
        }
        return "incremental".equals(marker) ? INCREMENTAL : SNAPSHOT;
    }

    /** The phase as the most significant digit of a section of the order key. */
    public long bits() {
        return rank << 60;
    }

    public String text() {
        return text;
    }
}
