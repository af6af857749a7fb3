// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.changes.internal.event.RecordKind;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * True for Debezium's heartbeats, {@code {ts_ms}} with the key {@code {serverName}}.
 *
 * <p>By the name of the value's schema; a value without one, or schemaless, by its fields. False for a record without
 * value. Thread-safe.
 */
public final class IsHeartbeat<R extends ConnectRecord<R>> extends KindPredicate<R> {
    public IsHeartbeat() {
        super(RecordKind.HEARTBEAT);
    }
}
