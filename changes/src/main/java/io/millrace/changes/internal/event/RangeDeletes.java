// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import io.millrace.records.Errors;
import io.millrace.records.Side;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/** What becomes of the deletion of a range of rows, of which no row can be made. */
public enum RangeDeletes {
    FAIL,
    DROP;

    public static final String RANGE_DELETES = "range.deletes";

    public static final String DOC =
            "What becomes of a deletion of a range of rows, which Cassandra logs without naming the rows (its events have "
                    + "op r, or t after Debezium's EnvelopeTransformation). fail: an error, because the rows stay where "
                    + "this change is not applied by other means. drop: nothing.";

    public <R extends ConnectRecord<R>> @Nullable R apply(R record) {
        if (this == DROP) {
            return null;
        }
        throw Errors.at(
                record,
                Side.VALUE,
                "normalize the change",
                "a deletion of a range, which names no rows",
                "Delete the rows in the target, or set '" + RANGE_DELETES + "' to drop.");
    }
}
