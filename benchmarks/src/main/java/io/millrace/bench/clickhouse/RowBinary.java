// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Column;
import io.millrace.bench.sink.Kind;
import io.millrace.bench.sink.Shape;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Structs in ClickHouse's RowBinary (its documentation of formats, "RowBinary"): plain code that is never measured. */
final class RowBinary {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Structs whose fields are those of the shape. */
    static byte[] of(List<Struct> structs, Shape shape) {
        RowBinary rows = new RowBinary();
        for (Struct struct : structs) {
            List<Field> fields = struct.schema().fields();
            for (int i = 0; i < fields.size(); i++) {
                rows.field(shape.columns().get(i), struct.get(fields.get(i)));
            }
        }
        return rows.bytes();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private void field(Column column, Object value) {
        if (column.isOptional()) {
            mark(value);
        }
        if (value != null) {
            value(column.kind(), value);
        }
    }

    /** Whether there is a value: 1 for a null. */
    void mark(@Nullable Object value) {
        out.write(value == null ? 1 : 0);
    }

    void value(Kind kind, Object value) {
        switch (kind) {
            case LONG -> number((Long) value, Long.BYTES);
            case INT -> number((Integer) value, Integer.BYTES);
            case DOUBLE -> number(Double.doubleToLongBits((Double) value), Long.BYTES);
            case BOOLEAN -> out.write((Boolean) value ? 1 : 0);
            case TEXT, JSON -> text((String) value);
            case DECIMAL -> number(((BigDecimal) value).unscaledValue().longValueExact(), Long.BYTES);
            case TIMESTAMP -> number(((Date) value).toInstant().toEpochMilli(), Long.BYTES);
        }
    }

    private void number(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >> (8 * i)));
        }
    }

    /** Its length, seven bits a byte and the least of them first, then its bytes. */
    void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        length(bytes.length);
        out.writeBytes(bytes);
    }

    void length(int length) {
        int rest = length;
        for (; rest > 0x7F; rest >>>= 7) {
            out.write(rest | 0x80);
        }
        out.write(rest);
    }
}
