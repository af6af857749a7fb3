// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.spark;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;

/** Contenders show that they do the same work before they are measured. */
final class Proof {
    private static final int COMPARED = 200;

    private Proof() {}

    /**
     * The same columns, and the same values in those that both give the same type: the peer knows no Debezium types, and gives
     * numbers where Millrace gives times.
     */
    static void requireSame(Query millrace, Query peer) {
        requireWhole(millrace);
        requireWhole(peer);
        List<String> columns = List.of(millrace.rows().columns());
        if (!columns.equals(List.of(peer.rows().columns()))) {
            throw new IllegalStateException(peer.name() + " has other columns than " + millrace.name() + ".");
        }
        List<String> compared = columns.stream()
                .filter(name -> type(millrace.rows(), name).equals(type(peer.rows(), name)))
                .toList();
        if (compared.size() * 2 < columns.size()) {
            throw new IllegalStateException(
                    "Only " + compared.size() + " of " + columns.size() + " columns have the same type.");
        }
        List<String> ours = text(millrace.rows(), compared);
        List<String> theirs = text(peer.rows(), compared);
        if (!Objects.equals(ours, theirs)) {
            throw new IllegalStateException(peer.name() + " reads other values than " + millrace.name() + ".");
        }
    }

    /** Every record makes a row. */
    static void requireWhole(Query query) {
        long rows = query.rows().count();
        if (rows != query.records()) {
            throw new IllegalStateException(
                    query.name() + " reads " + rows + " records (expected " + query.records() + ").");
        }
    }

    private static String type(Dataset<Row> rows, String column) {
        StructField field = rows.schema().apply(column);
        return field.dataType().catalogString();
    }

    private static List<String> text(Dataset<Row> rows, List<String> columns) {
        String values = columns.stream().map(column -> ordered(rows, column)).collect(Collectors.joining(", "));
        return rows.selectExpr("to_json(struct(" + values + "))").limit(COMPARED).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    /** A map's entries have no order. */
    private static String ordered(Dataset<Row> rows, String column) {
        String quoted = "`" + column + "`";
        return rows.schema().apply(column).dataType() instanceof MapType
                ? "array_sort(map_entries(" + quoted + "))"
                : quoted;
    }
}
