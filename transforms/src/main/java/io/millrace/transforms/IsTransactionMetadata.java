// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.changes.internal.event.RecordKind;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * True for Debezium's begin and end markers of transactions, {@code {status, id, event_count, data_collections, ts_ms}}.
 *
 * <p>By the name of the value's schema; a value without one, or schemaless, by its fields. False for a record without
 * value. Thread-safe.
 */
public final class IsTransactionMetadata<R extends ConnectRecord<R>> extends KindPredicate<R> {
    public IsTransactionMetadata() {
        super(RecordKind.TRANSACTION);
    }
}
