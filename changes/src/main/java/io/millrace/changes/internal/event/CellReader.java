// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Structs;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads rows whose columns are Cassandra's cells. The image is the whole event. */
final class CellReader implements ImageReader {
    private final Schema row;
    private final Member after;
    private final Cell[] cells;

    CellReader(Schema image, Block envelope) {
        List<Field> columns = image.fields().stream()
                .filter(field -> field.schema().type() == Schema.Type.STRUCT
                        && field.schema().field("value") != null)
                .toList();
        SchemaBuilder builder =
                SchemaBuilder.struct().name(ImageReader.rowName(envelope)).optional();
        columns.forEach(field ->
                builder.field(field.name(), field.schema().field("value").schema()));
        this.row = builder.build();
        this.after = requireNonNull(envelope.member("after"));
        this.cells = columns.stream().map(Cell::of).toArray(Cell[]::new);
    }

    @Override
    public Schema row() {
        return row;
    }

    @Override
    public @Nullable Object[] read(Object image, Object source, Op op) {
        @Nullable Object[] values = new @Nullable Object[cells.length];
        Struct written = (Struct) after.read(image);
        for (int i = 0; i < values.length; i++) {
            Object value = written == null ? UNSENT : cells[i].read(written);
            values[i] = value == UNSENT && op == Op.DELETE ? null : value;
        }
        return values;
    }

    private record Cell(Field column, Field value, @Nullable Field set) {
        static Cell of(Field column) {
            return new Cell(
                    column, column.schema().field("value"), column.schema().field("set"));
        }

        @Nullable Object read(Struct row) {
            return Structs.get(row, column) instanceof Struct cell
                            && (set == null || !Boolean.FALSE.equals(Structs.get(cell, set)))
                    ? Structs.get(cell, value)
                    : UNSENT;
        }
    }
}
