// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.Kind;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how a field's values are written into a column, in {@code RowBinary}: only where every value keeps its meaning
 * and its digits. The server takes whatever bytes it gets, so that each value is checked here.
 *
 * <p>Nullable columns have a byte before each value, 1 for a null; what stands for low cardinality and for simple
 * aggregates changes nothing. JSON is sent as text, which needs {@code input_format_binary_read_json_as_string=1}; and
 * {@code input_format_try_infer_dates=0} and {@code input_format_try_infer_datetimes=0}, since the server would otherwise
 * keep a text such as {@code 2024-01-01T00:00:00Z} as a time, and show it in its own way.
 */
final class Encoders {
    private static final int PRESENT = 0;
    private static final int NULL = 1;

    private final Years years;

    private Encoders(Years years) {
        this.years = years;
    }

    /** For every server: null if the column's type cannot hold what the schema describes. */
    static @Nullable ColumnEncoder of(Schema schema, ClickHouseType column) {
        return of(schema, column, Years.FROM_1900_TO_2299);
    }

    /** For a server whose times have these years. */
    static @Nullable ColumnEncoder of(Schema schema, ClickHouseType column, Years years) {
        return new Encoders(years).value(schema, column);
    }

    /** Of a value that is there. */
    @Nullable ColumnEncoder value(Schema schema, ClickHouseType column) {
        ColumnEncoder encoder = bare(schema, column);
        if (encoder == null || !column.isNullable()) {
            return encoder;
        }
        return (value, out) -> {
            out.put(PRESENT);
            encoder.encode(value, out);
        };
    }

    private @Nullable ColumnEncoder bare(Schema schema, ClickHouseType column) {
        // text that stands for a date or a time is that, and no other text
        Kind kind = Kind.of(schema) == Kind.TEXT ? Kind.meaningOf(schema) : Kind.of(schema);
        return switch (column.name()) {
            case "Bool" -> kind == Kind.BOOLEAN ? NumberEncoders::bool : null;
            case "Decimal" -> DecimalEncoders.of(kind, column);
            case "String" -> TextEncoders.of(schema);
            case "FixedString" -> TextEncoders.fixed(schema, column.limits().length());
            case "Enum8", "Enum16" -> kind == Kind.TEXT ? TextEncoders.word(column) : null;
            case "JSON" -> TextEncoders.document(schema);
            case "UUID" -> UuidEncoders.of(kind);
            case "IPv4" -> kind == Kind.TEXT ? AddressEncoders::v4 : null;
            case "IPv6" -> kind == Kind.TEXT ? AddressEncoders::v6 : null;
            case "Date", "Date32", "DateTime", "DateTime64", "Time", "Time64" -> TimeEncoders.of(schema, column, years);
            case "Array", "Map", "Tuple" -> new NestedEncoders(this).of(schema, column);
            case ClickHouseType.UNKNOWN -> null;
            default -> NumberEncoders.of(kind, column);
        };
    }

    /** Writes an element that may be null. */
    static void element(@Nullable Object value, @Nullable ColumnEncoder encoder, ClickHouseType type, ByteSink out) {
        if (value != null && encoder != null) {
            encoder.encode(value, out);
        } else if (type.isNullable()) {
            missing(out);
        } else {
            throw new Unfit(
                    "a null within (expected a value: the column's " + type.display() + " is not Nullable)",
                    "Alter the column, or correct the value.");
        }
    }

    static void missing(ByteSink out) {
        out.put(NULL);
    }
}
