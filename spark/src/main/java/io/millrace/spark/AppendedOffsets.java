// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * How much of a topic a history has: by partition, the offset after the last record.
 *
 * <p>Each commit has it in its snapshot, whoever else commits between. Where such snapshots have been expired, a property of the
 * table tells it as of the last maintenance, and the rows what has come since.
 */
final class AppendedOffsets {
    private static final Pattern END = Pattern.compile("(\\d+):(\\d+)");

    private final IcebergTable table;
    private final String topic;
    private final String key;

    AppendedOffsets(IcebergTable table, String topic) {
        this.table = table;
        this.topic = topic;
        this.key = Batch.OFFSETS + topic;
    }

    SortedMap<Integer, Long> ends() {
        return table.latest(snapshot -> snapshot.summary().containsKey(key))
                .map(this::of)
                .orElseGet(() -> greater(parsed(table.table().properties().get(key)), ofRows()));
    }

    private SortedMap<Integer, Long> of(Snapshot snapshot) {
        return parsed(IcebergTable.property(snapshot, key));
    }

    /** Keeps them in the table's properties, which outlive snapshots. */
    void keep() {
        table.change(
                "ALTER TABLE " + table.sql() + " SET TBLPROPERTIES " + Sql.properties(Map.of(key, Batch.text(ends()))));
    }

    private SortedMap<Integer, Long> ofRows() {
        SortedMap<Integer, Long> ends = new TreeMap<>();
        for (Row row : table.rows()
                .filter(col(HistoryRows.TOPIC).equalTo(topic))
                .groupBy(HistoryRows.PARTITION)
                .agg(max(HistoryRows.OFFSET))
                .collectAsList()) {
            ends.put(row.getInt(0), row.getLong(1) + 1);
        }
        return ends;
    }

    /** For each partition of either the greater of both. */
    static SortedMap<Integer, Long> greater(Map<Integer, Long> one, Map<Integer, Long> other) {
        SortedMap<Integer, Long> greater = new TreeMap<>(one);
        other.forEach((partition, end) -> greater.merge(partition, end, Math::max));
        return greater;
    }

    private static SortedMap<Integer, Long> parsed(@Nullable String text) {
        SortedMap<Integer, Long> ends = new TreeMap<>();
        END.matcher(Objects.requireNonNullElse(text, ""))
                .results()
                .forEach(end -> ends.put(Integer.valueOf(end.group(1)), Long.valueOf(end.group(2))));
        return ends;
    }
}
