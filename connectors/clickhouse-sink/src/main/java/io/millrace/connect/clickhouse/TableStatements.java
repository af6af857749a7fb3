// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.RowPlan;
import io.millrace.connect.sink.TableChange;
import io.millrace.connect.sink.TableName;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The statement by which a sink with these settings makes the table of a record, on a new server in UTC that does not have
 * it. The command {@code millrace} finds it by its name. None for a record that makes no table, such as a tombstone; a
 * {@link org.apache.kafka.connect.errors.DataException} for one that is no row.
 */
final class TableStatements implements BiFunction<Map<String, String>, SinkRecord, List<String>> {
    private static final ServerFacts NEW_SERVER = new ServerFacts(26, 7, "UTC");

    @Override
    public List<String> apply(Map<String, String> settings, SinkRecord original) {
        ClickHouseSinkConfig config = new ClickHouseSinkConfig(settings);
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
        WantedTable wanted = Planner.wanted(row, rows, table, own, NEW_SERVER);
        return List.of(new Ddl(wanted, null).statement(new TableChange.Create(wanted.model())));
    }
}
