// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * True for a row that a snapshot read, an incremental one included.
 *
 * <p>Debezium's change events say so in {@code source.snapshot} and {@code op}, curated rows in {@code _phase} or, without
 * that column, {@code _op}; with schemas and without. False for control records and for tombstones. Thread-safe once
 * configured.
 */
public final class IsSnapshot<R extends ConnectRecord<R>> extends ChangePredicate<R> {
    @Override
    boolean test(R record, Object value, ChangeReader change) {
        return change.isSnapshot(value);
    }
}
