// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.Advance;
import io.millrace.connect.sink.CompactedRows;
import io.millrace.connect.sink.Effect;
import io.millrace.connect.sink.RowBatch;
import io.millrace.connect.sink.StoreTransaction;
import io.millrace.connect.sink.TableBatch;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.TableRows;
import io.millrace.connect.sink.TableRows.Run;
import java.util.List;
import java.util.Map;

/** The statements of a flush: an INSERT of one block for each table and layout. What is written stays, committed or not. */
final class ClickHouseTransaction implements StoreTransaction {
    private static final String HEX = "0123456789abcdef";

    private final Session session;

    ClickHouseTransaction(Session session) {
        this.session = session;
    }

    /** Kafka has the offsets. */
    @Override
    public boolean advance(List<Advance> advances) {
        return true;
    }

    @Override
    public void write(RowBatch batch) {
        rows(batch).values().forEach(rows -> {
            for (Run<Layout> run : rows.runs()) {
                if (run.effect() == Effect.TRUNCATE) {
                    truncate(run.layout(), run.rows());
                } else if (!run.rows().isEmpty()) {
                    session.insert(run.layout(), run.rows(), "");
                }
            }
        });
    }

    @SuppressWarnings("unchecked") // the store makes no others
    private static Map<TableName, TableRows<Layout>> rows(RowBatch batch) {
        return ((TableBatch<Layout>) batch).tables();
    }

    /** Deletes what is older than the truncate, so that rows that came after it survive a repetition. */
    private void truncate(Layout layout, CompactedRows rows) {
        rows.forEach((bytes, from, length) -> {
            int size = length - 1; // the mark of deletion follows the version
            StringBuilder digits = new StringBuilder();
            for (int i = from; i < from + size; i++) {
                digits.append(HEX.charAt((bytes[i] >> 4) & 0xF)).append(HEX.charAt(bytes[i] & 0xF));
            }
            String type = layout.types().get(0);
            session.execute(
                    "truncate table " + layout.table(),
                    layout.table(),
                    "DELETE FROM " + Sql.name(layout.table()) + " WHERE " + Sql.name(layout.columns().get(0))
                            + " <= reinterpretAs" + type + "(unhex('" + digits + "'))");
        });
    }

    @Override
    public long stale() {
        return 0; // the server tells only when it merges
    }

    /** Rows that stay are written again by the next try, with the same versions. */
    @Override
    public void mark() {}

    @Override
    public void undo() {}

    @Override
    public void commit() {}

    @Override
    public void close() {}
}
