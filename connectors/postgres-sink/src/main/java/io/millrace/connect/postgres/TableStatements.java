// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.RowPlan;
import io.millrace.connect.sink.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The statements by which a sink with these settings makes the table of a record, in a database that has neither it nor
 * extensions. The command {@code millrace} finds it by its name. None for a record that makes no table, such as a
 * tombstone; a {@link org.apache.kafka.connect.errors.DataException} for one that is no row.
 */
final class TableStatements implements BiFunction<Map<String, String>, SinkRecord, List<String>> {
    @Override
    public List<String> apply(Map<String, String> settings, SinkRecord original) {
        PostgresSinkConfig config = new PostgresSinkConfig(settings);
        SinkRecord row =
                config.envelopes().isNormalized() ? config.envelopes().rows().apply(original) : original;
        if (row == null || row.value() == null) {
            return List.of();
        }
        TableName table = config.route().table(original);
        TableSettings own = config.tables().of(table);
        RowPlan rows = RowPlan.compile(row, own.rows());
        if (rows.columns().isEmpty()) {
            return List.of();
        }
        NewTable made = NewTable.of(Planner.wanted(row, rows, table, own), Extensions.NONE);
        List<String> statements = new ArrayList<>(made.statements());
        statements.addAll(made.comments());
        return statements;
    }
}
