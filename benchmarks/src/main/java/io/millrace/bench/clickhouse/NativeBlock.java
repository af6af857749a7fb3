// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Column;
import io.millrace.bench.sink.Shape;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** Structs as one block of ClickHouse's Native (its documentation of formats, "Native"): plain code that is never measured. */
final class NativeBlock {
    private NativeBlock() {}

    /** Structs whose fields are those of the shape. */
    static byte[] of(List<Struct> structs, Shape shape) {
        List<Field> fields = structs.get(0).schema().fields();
        RowBinary out = new RowBinary();
        out.length(fields.size());
        out.length(structs.size());
        for (int i = 0; i < fields.size(); i++) {
            column(shape.columns().get(i), fields.get(i), structs, out);
        }
        return out.bytes();
    }

    /** Marks of all nulls come first; a value that nobody reads stands for each. */
    private static void column(Column column, Field field, List<Struct> structs, RowBinary out) {
        out.text(column.name());
        out.text(Table.type(column));
        if (column.isOptional()) {
            structs.forEach(struct -> out.mark(struct.get(field)));
        }
        for (Struct struct : structs) {
            Object value = struct.get(field);
            out.value(column.kind(), value == null ? column.kind().value(0) : value);
        }
    }
}
