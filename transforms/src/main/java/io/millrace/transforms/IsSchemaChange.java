// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.changes.internal.event.RecordKind;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * True for Debezium's records of changed table definitions, {@code {source, databaseName, ddl, tableChanges, …}}.
 *
 * <p>By the name of the value's schema; a value without one, or schemaless, by its fields. False for a record without
 * value. Thread-safe.
 */
public final class IsSchemaChange<R extends ConnectRecord<R>> extends KindPredicate<R> {
    public IsSchemaChange() {
        super(RecordKind.SCHEMA_CHANGE);
    }
}
