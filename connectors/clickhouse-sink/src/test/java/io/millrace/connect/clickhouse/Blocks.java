// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.CompactedRows;
import io.millrace.connect.sink.Effect;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.TableRows;
import io.millrace.connect.sink.TableRows.Place;
import io.millrace.connect.sink.TableRows.Run;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of one column as they wait to be sent. */
final class Blocks {
    private Blocks() {}

    /** Of table {@code t}, whose column is {@code a}. */
    static Layout layout(String database, String type) {
        return new Layout(new TableName(database, "t"), Effect.APPEND, List.of("a"), List.of(type));
    }

    /** Each value is a row; null where the column has one. */
    static CompactedRows rows(Layout layout, Schema schema, List<? extends @Nullable Object> values) {
        String type = layout.types().get(0);
        TableRows<Layout> rows = new TableRows<>(Layout::covers, new ArrayDeque<>());
        Run<Layout> run = rows.run(Effect.APPEND, layout);
        for (Object value : values) {
            int start = run.rows().sink().size();
            if (value == null) {
                Encoders.missing(run.rows().sink());
            } else {
                Encoded.encoder(schema, type).encode(value, run.rows().sink());
            }
            rows.admit(run, start, new Place(), null);
        }
        return run.rows();
    }
}
