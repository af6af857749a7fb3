// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Records of row changes as {@code CuratedReader} gives them, made without Kafka. One partition; offsets count up. */
final class RowChanges {
    private static final StructType SCHEMA = StructType.fromDDL("topic STRING, partition INT, offset BIGINT,"
            + " timestamp TIMESTAMP, raw_key BINARY, raw_value BINARY, key STRUCT<id: BIGINT>,"
            + " value STRUCT<id: BIGINT, a: STRING, b: STRING, _op: STRING, _deleted: BOOLEAN, _seq: STRING,"
            + " _unavailable: ARRAY<STRING>>, error STRING");

    private final List<Row> rows = new ArrayList<>();
    private long offset;

    private RowChanges(long offset) {
        this.offset = offset;
    }

    static RowChanges from(long offset) {
        return new RowChanges(offset);
    }

    RowChanges change(long id, String seq, String a, String b, String... unavailable) {
        return add(id, RowFactory.create(id, a, b, "u", false, seq, unavailable.length == 0 ? null : unavailable));
    }

    RowChanges delete(long id, String seq) {
        return add(id, RowFactory.create(id, null, null, "d", true, seq, null));
    }

    RowChanges tombstone(long id) {
        return add(id, null);
    }

    RowChanges truncate(String seq) {
        return add(null, RowFactory.create(null, null, null, "t", false, seq, null));
    }

    RowChanges withoutKey(String seq) {
        return add(null, RowFactory.create(null, null, null, "u", false, seq, null));
    }

    private RowChanges add(Long id, Row value) {
        rows.add(RowFactory.create(
                "orders",
                0,
                offset++,
                null,
                null,
                value == null ? null : new byte[1],
                id == null ? null : RowFactory.create(id),
                value,
                null));
        return this;
    }

    int size() {
        return rows.size();
    }

    /** The records as a batch has them. */
    Dataset<Row> records() {
        return LocalSpark.session().createDataFrame(rows, SCHEMA);
    }

    /** A part of them. */
    Dataset<Row> records(int from, int to) {
        return LocalSpark.session().createDataFrame(rows.subList(from, to), SCHEMA);
    }

    /** Rows as text, sorted, for comparisons. */
    static List<String> texts(Dataset<Row> table, String... columns) {
        return table.selectExpr(columns).collectAsList().stream()
                .map(Row::mkString)
                .map(String::valueOf)
                .sorted()
                .toList();
    }

    static List<String> sorted(String... texts) {
        return Arrays.stream(texts).sorted().toList();
    }
}
