// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.FieldFit.Widening;
import io.millrace.records.Kind;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * To which type a column would have to be altered ({@code MODIFY COLUMN}) so that it holds every value that a field may
 * have by its schema, if there is one in which the column's values keep their meaning and digits.
 *
 * <p>Never for a column of a key, which the server refuses to alter: that is the caller's to know. What stands around a
 * type stays; elements of arrays are widened as columns are; simple aggregates are left alone. Connect has no unsigned
 * numbers, so an unsigned column as wide as the field is taken as meant: its values are checked one by one.
 *
 * <p>The server rewrites the column, except for more words in an {@code Enum8} and more digits before the point in the
 * same number of bytes (seen with 26.7). Times are never widened to nanoseconds where they could lie outside of 1677 to
 * 2262: that alteration fails half-way, and leaves a table that cannot be read.
 */
final class Widenings {
    private static final int MAX_DIGITS = 76;
    private static final int LONG_BITS = 64;
    private static final int NANO_DIGITS = 9;
    private static final int UUID_LENGTH = 36;

    private Widenings() {}

    /** Null if the column holds all of the field's values, or if no wider type does. */
    static @Nullable Widening of(Schema schema, ClickHouseType column) {
        if (column.isAggregate()) {
            return null;
        }
        Widening inner = inner(schema, column);
        return inner == null ? null : new Widening(column.with(inner.type()), inner.rewrites());
    }

    private static @Nullable Widening inner(Schema schema, ClickHouseType column) {
        Kind kind = Kind.meaningOf(schema);
        if (column.isWhole()) {
            return rewriting(whole(kind, schema, column));
        }
        return switch (column.name()) {
            case "Float32" ->
                switch (kind) {
                    case FLOAT64, INT32 -> rewriting("Float64");
                    default -> null;
                };
            case "Decimal" -> decimal(kind, schema, column);
            case "Enum8", "Enum16" -> words(schema, column);
            case "FixedString" -> rewriting(text(kind, schema, column.limits().length()));
            case "Date" -> kind == Kind.DATE ? rewriting("Date32") : null;
            case "DateTime", "DateTime64" -> rewriting(dateTime(kind, schema, column));
            case "Time", "Time64" -> rewriting(time(kind, schema, column));
            case "Array" -> kind == Kind.ARRAY ? array(schema, column) : null;
            default -> null;
        };
    }

    private static @Nullable Widening rewriting(String type) {
        return type.isEmpty() ? null : new Widening(type, true);
    }

    /** The type that holds what the column and the field do; empty for none. */
    private static String whole(Kind kind, Schema schema, ClickHouseType column) {
        return switch (kind) {
            case INT8 -> whole(8, column);
            case INT16 -> whole(16, column);
            case INT32 -> whole(32, column);
            case INT64 -> whole(LONG_BITS, column);
            case FLOAT32, FLOAT64 -> column.bits() <= 32 ? "Float64" : "";
            case DECIMAL -> {
                int whole = Declared.wholeDigits(schema);
                int scale = Declared.scale(schema);
                boolean isLimited = whole != Declared.NONE && scale != Declared.NONE;
                int digits = digits(column);
                int needed = Math.max(whole, digits);
                boolean isHeld = scale == 0 && (column.isUnsigned() ? whole <= digits : whole < digits);
                yield isLimited && !isHeld && needed + scale <= MAX_DIGITS ? ColumnTypes.decimal(needed, scale) : "";
            }
            default -> "";
        };
    }

    private static String whole(int fieldBits, ClickHouseType column) {
        if (column.bits() >= fieldBits) {
            return "";
        }
        return "Int" + Math.max(fieldBits, column.isUnsigned() ? column.bits() * 2 : 0);
    }

    /** Of the column's greatest number. */
    private static int digits(ClickHouseType column) {
        return switch (column.bits()) {
            case 8 -> 3;
            case 16 -> 5;
            case 32 -> 10;
            case LONG_BITS -> column.isUnsigned() ? 20 : 19;
            case 128 -> 39;
            default -> 78;
        };
    }

    private static @Nullable Widening decimal(Kind kind, Schema schema, ClickHouseType column) {
        int whole = switch (kind) {
            case INT8 -> 3;
            case INT16 -> 5;
            case INT32 -> 10;
            case INT64 -> 19;
            case DECIMAL -> Declared.wholeDigits(schema);
            default -> Declared.NONE;
        };
        int fieldScale = kind == Kind.DECIMAL ? Declared.scale(schema) : 0;
        if (whole == Declared.NONE || fieldScale == Declared.NONE) {
            return null;
        }
        int digits = column.limits().length();
        int columnScale = column.limits().scale();
        int scale = Math.max(fieldScale, columnScale);
        int needed = Math.max(whole, digits - columnScale) + scale;
        if (needed > MAX_DIGITS || (scale == columnScale && needed == digits)) {
            return null;
        }
        boolean staysInPlace = scale == columnScale && DecimalEncoders.bytes(needed) == DecimalEncoders.bytes(digits);
        return new Widening(ColumnTypes.decimal(needed - scale, scale), !staysInPlace);
    }

    /** Words that are new get the numbers behind the greatest that there is. */
    private static @Nullable Widening words(Schema schema, ClickHouseType column) {
        List<String> words = new ArrayList<>(column.parts().names());
        List<Integer> values = new ArrayList<>(column.parts().values());
        int greatest = values.stream().mapToInt(Integer::intValue).max().orElse(0);
        for (String word : Declared.words(schema)) {
            if (!words.contains(word)) {
                words.add(word);
                values.add(++greatest);
            }
        }
        if (words.size() == column.parts().names().size() || greatest > Short.MAX_VALUE) {
            return null;
        }
        boolean isWide = column.name().equals("Enum16");
        String type = TypeParser.enumText(words, values, isWide);
        return new Widening(type, !type.startsWith(column.name()));
    }

    /** Zeros at the end are lost on the way to {@code String}: they are no part of a text, but may be of bytes. */
    private static String text(Kind kind, Schema schema, int length) {
        int needed = switch (kind) {
            case TEXT -> Declared.length(schema);
            case UUID -> UUID_LENGTH;
            case JSON -> Declared.NONE;
            default -> 0;
        };
        return needed == Declared.NONE || needed > length ? "String" : "";
    }

    private static String dateTime(Kind kind, Schema schema, ClickHouseType column) {
        int digits = Declared.digitsOfSecond(schema);
        boolean isTime = TimeEncoders.isShownAsItIs(kind, column.limits().zone());
        boolean mayOverflow = digits == NANO_DIGITS && column.name().equals("DateTime64");
        if (!isTime || mayOverflow || digits <= column.limits().scale()) {
            return "";
        }
        String zone = column.limits().zone();
        return "DateTime64(" + digits + (zone.isEmpty() ? ")" : ", " + Sql.text(zone) + ")");
    }

    private static String time(Kind kind, Schema schema, ClickHouseType column) {
        int digits = Declared.digitsOfSecond(schema);
        return kind == Kind.TIME && digits > column.limits().scale() ? "Time64(" + digits + ")" : "";
    }

    private static @Nullable Widening array(Schema schema, ClickHouseType column) {
        Widening element = of(schema.valueSchema(), column.element());
        return element == null ? null : new Widening("Array(" + element.type() + ")", element.rewrites());
    }
}
