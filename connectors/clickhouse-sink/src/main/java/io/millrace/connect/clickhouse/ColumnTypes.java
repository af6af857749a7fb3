// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.clickhouse.TypeOptions.Documents;
import io.millrace.connect.clickhouse.TypeOptions.Structs;
import io.millrace.connect.clickhouse.TypeOptions.Texts;
import io.millrace.connect.clickhouse.TypeOptions.Times;
import io.millrace.connect.clickhouse.TypeOptions.Zones;
import io.millrace.records.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * Which type a column gets that the sink makes: one that holds every value of the field's with all of its digits. Columns
 * that exist may have others: see {@link Encoders}.
 *
 * <ul>
 *   <li>Decimals that declare no precision, or more than 76 digits, are {@code String}.
 *   <li>Times of day are {@code String}, or {@code Time64}: before 25.6 the server has no type for them, and a count would
 *       not be read as a time. Times with an offset, durations and periods are {@code String}, ISO-8601 text.
 *   <li>Bits of a declared length up to 64 are {@code UInt64}, else {@code String} of zeros and ones.
 *   <li>Maps whose keys are text, whole numbers, UUIDs or dates are {@code Map}, all others JSON text.
 * </ul>
 */
final class ColumnTypes {
    private static final Pattern SIMPLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MAX_DIGITS = 76;
    private static final int MAX_BITS = 64;
    private static final int MAX_DEPTH = 16;
    private static final String TEXT = "String";

    private final TypeOptions options;
    /** The structs that lead to the one that is looked at, which may be among them. */
    private final Deque<Schema> path = new ArrayDeque<>();

    private ColumnTypes(TypeOptions options) {
        this.options = options;
    }

    /** The type of a column that takes no nulls, as those of keys. */
    static String of(Schema schema, TypeOptions options) {
        return new ColumnTypes(options).type(schema, 0);
    }

    /** The type of a column that takes nulls, as far as there can be: an array, a map, a tuple or a document is none. */
    static String ofNullable(Schema schema, TypeOptions options) {
        return ClickHouseType.parse(of(schema, options)).asNullable();
    }

    private String type(Schema schema, int depth) {
        return switch (Kind.meaningOf(schema)) {
            case BOOLEAN -> "Bool";
            case INT8 -> "Int8";
            case INT16 -> "Int16";
            case INT32 -> "Int32";
            case INT64 -> "Int64";
            case FLOAT32 -> "Float32";
            case FLOAT64 -> "Float64";
            case TEXT -> options.texts() == Texts.LOW_CARDINALITY ? "LowCardinality(String)" : TEXT;
            case BYTES, DURATION, ZONED_TIME -> TEXT;
            case DECIMAL -> decimal(schema);
            case DATE -> "Date32";
            case TIME -> options.times() == Times.TIME64 ? "Time64(" + Declared.digitsOfSecond(schema) + ")" : TEXT;
            case LOCAL_TIMESTAMP -> dateTime(schema, options.zones() == Zones.SERVER_ELSEWHERE);
            case INSTANT, ZONED_TIMESTAMP -> dateTime(schema, true);
            case UUID -> "UUID";
            case BITS -> Declared.bits(schema) > 0 && Declared.bits(schema) <= MAX_BITS ? "UInt64" : TEXT;
            case JSON -> document();
            case PERIOD -> TEXT;
            case ARRAY -> depth == MAX_DEPTH ? TEXT : "Array(" + element(schema.valueSchema(), depth) + ")";
            case MAP -> depth == MAX_DEPTH ? TEXT : map(schema, depth);
            case STRUCT -> depth == MAX_DEPTH ? TEXT : struct(schema, depth);
        };
    }

    private String document() {
        return options.documents() == Documents.JSON ? "JSON" : TEXT;
    }

    private static String decimal(Schema schema) {
        int whole = Declared.wholeDigits(schema);
        int scale = Declared.scale(schema);
        boolean fits = whole != Declared.NONE && scale != Declared.NONE && whole + scale <= MAX_DIGITS;
        return fits ? decimal(whole, scale) : TEXT;
    }

    /** A decimal with so many digits before and after the point. */
    static String decimal(int whole, int scale) {
        return "Decimal(" + Math.max(1, whole + scale) + ", " + scale + ")";
    }

    private static String dateTime(Schema schema, boolean inUtc) {
        return "DateTime64(" + Declared.digitsOfSecond(schema) + (inUtc ? ", 'UTC')" : ")");
    }

    /** Of an array, a map or a tuple: with nulls where there may be some. */
    private String element(Schema schema, int depth) {
        String type = type(schema, depth + 1);
        return schema.isOptional() ? ClickHouseType.parse(type).asNullable() : type;
    }

    private String map(Schema schema, int depth) {
        return switch (Kind.meaningOf(schema.keySchema())) {
            case TEXT, INT8, INT16, INT32, INT64, UUID, DATE ->
                "Map(" + type(schema.keySchema(), depth + 1) + ", " + element(schema.valueSchema(), depth) + ")";
            default -> TEXT;
        };
    }

    private String struct(Schema schema, int depth) {
        boolean isRecursive = path.stream().anyMatch(outer -> outer == schema);
        if (options.structs() != Structs.TUPLE || schema.fields().isEmpty() || isRecursive) {
            return document();
        }
        path.push(schema);
        List<String> elements = new ArrayList<>();
        for (Field field : schema.fields()) {
            elements.add(name(field.name()) + " " + element(field.schema(), depth));
        }
        path.pop();
        return "Tuple(" + String.join(", ", elements) + ")";
    }

    /** As the server writes it. */
    private static String name(String field) {
        return SIMPLE_NAME.matcher(field).matches() ? field : Sql.name(field);
    }
}
