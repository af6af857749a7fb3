// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

/** What a repetition of records does. */
enum DeliveryMode {
    /** Nothing that a reader sees: rows have versions, and of one key the latest counts. */
    REPLAY_SAFE,
    /** Nothing: which offsets a block has is written down before it, and the server drops a block that it has. */
    EXACTLY_ONCE,
    /** Rows are there again. */
    AT_LEAST_ONCE;

    /** Whether a row replaces the one with its key. */
    boolean isVersioned() {
        return this == REPLAY_SAFE;
    }
}
