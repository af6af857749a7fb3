// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * True for a change of a table's rows: created, updated, deleted, read by a snapshot, truncated.
 *
 * <p>Works on Debezium's change events and on curated rows, which say it in {@code _op} or {@code _deleted}, with schemas
 * and without. False for control records and for tombstones. Thread-safe once configured.
 */
public final class IsRowChange<R extends ConnectRecord<R>> extends ChangePredicate<R> {
    @Override
    boolean test(R record, Object value, ChangeReader change) {
        return change.isChange(value);
    }
}
