// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.FieldFit.Widening;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * To which type a column would have to be altered so that it holds every value that a field may have by its schema, if
 * there is one in which the column's values keep their meaning and digits.
 *
 * <p>Limits that schemas declare: the integer types', a decimal's scale and {@code connect.decimal.precision}, the unit of
 * a time, the length of bits, the words of an enumeration, and {@code __debezium.source.column.length}, which Debezium
 * sends where {@code column.propagate.source.type} tells it to. A field that declares none may hold anything: it needs
 * {@code text}, or {@code numeric} without precision.
 *
 * <p>PostgreSQL rewrites the table for another binary format ({@code integer} to {@code bigint}). It does not where a
 * limit is raised or lifted: {@code varchar}, {@code varbit}, digits of a second, {@code numeric} with the same scale or
 * without any (see {@code varchar_support}, {@code varbit_support}, {@code TemporalSimplify} and {@code numeric_support}
 * in its source). A greater scale would be rewritten; so {@code numeric} loses its limits instead.
 */
final class Widenings {
    private static final String SOURCE_LENGTH = "__debezium.source.column.length";
    private static final String PRECISION = "connect.decimal.precision";
    private static final String ALLOWED = "allowed";
    private static final int NO_LIMIT = Integer.MAX_VALUE;
    private static final int VARLENA_HEADER = 4; // which a varchar's modifier counts along
    private static final int UUID_LENGTH = 36;
    private static final int MAX_VARCHAR = 10_485_760;
    private static final int MAX_NUMERIC = 1000;
    private static final int MICRO_DIGITS = 6;

    private Widenings() {}

    /** Null if the column holds all of the field's values, or if no wider type does. */
    static @Nullable Widening of(Schema schema, PgType column) {
        Kind kind = Kind.meaningOf(schema);
        return switch (column.name()) {
            case "int2", "int4", "int8", "float4" -> number(kind, column.name());
            case "numeric" -> numeric(kind, schema, column);
            case "varchar" -> varchar(kind, schema, column);
            case "varbit" -> varbit(kind, schema, column);
            case "time", "timestamp", "timestamptz" -> time(kind, schema, column);
            default -> null;
        };
    }

    private static @Nullable Widening number(Kind kind, String column) {
        String type = switch (column) {
            case "int2" ->
                switch (kind) {
                    case INT32 -> "integer";
                    case INT64 -> "bigint";
                    case FLOAT32, FLOAT64 -> "double precision";
                    case DECIMAL -> "numeric";
                    default -> "";
                };
            case "int4" ->
                switch (kind) {
                    case INT64 -> "bigint";
                    case FLOAT32, FLOAT64 -> "double precision";
                    case DECIMAL -> "numeric";
                    default -> "";
                };
            case "int8" -> kind == Kind.DECIMAL ? "numeric" : "";
            default ->
                switch (kind) {
                    case FLOAT64, INT8, INT16, INT32 -> "double precision";
                    default -> "";
                };
        };
        return type.isEmpty() ? null : new Widening(type, true);
    }

    private static @Nullable Widening numeric(Kind kind, Schema schema, PgType column) {
        if (column.modifier() < 0) {
            return null;
        }
        int scale = column.maxScale();
        int fieldScale = 0;
        int wholeDigits;
        switch (kind) {
            case INT8 -> wholeDigits = 3;
            case INT16 -> wholeDigits = 5;
            case INT32 -> wholeDigits = 10;
            case INT64 -> wholeDigits = 19;
            case DECIMAL -> {
                fieldScale = parameter(schema, "scale", NO_LIMIT);
                int fieldPrecision = parameter(schema, PRECISION, parameter(schema, SOURCE_LENGTH, NO_LIMIT));
                wholeDigits = fieldPrecision == NO_LIMIT ? NO_LIMIT : fieldPrecision - fieldScale;
            }
            default -> {
                return null;
            }
        }
        if (fieldScale <= scale && wholeDigits <= column.maxWholeDigits()) {
            return null;
        }
        boolean keepsLimits = fieldScale <= scale && wholeDigits <= MAX_NUMERIC - scale;
        return new Widening(keepsLimits ? "numeric(" + (wholeDigits + scale) + "," + scale + ")" : "numeric", false);
    }

    private static @Nullable Widening varchar(Kind kind, Schema schema, PgType column) {
        if (column.modifier() < 0) {
            return null;
        }
        int needed = switch (kind) {
            case TEXT -> textLength(schema);
            case JSON -> NO_LIMIT;
            case UUID -> UUID_LENGTH;
            default -> 0;
        };
        if (needed <= column.modifier() - VARLENA_HEADER) {
            return null;
        }
        return new Widening(needed > MAX_VARCHAR ? "text" : "character varying(" + needed + ")", false);
    }

    private static int textLength(Schema schema) {
        Map<String, String> parameters = schema.parameters();
        String allowed = parameters == null ? null : parameters.get(ALLOWED);
        if (allowed == null) {
            return parameter(schema, SOURCE_LENGTH, NO_LIMIT);
        }
        return switch (SemanticType.of(schema)) {
            case ENUM ->
                Arrays.stream(allowed.split(",", -1))
                        .mapToInt(String::length)
                        .max()
                        .orElse(0);
            case ENUM_SET -> allowed.length();
            default -> NO_LIMIT;
        };
    }

    private static @Nullable Widening varbit(Kind kind, Schema schema, PgType column) {
        boolean holds = column.modifier() < 0
                || kind != Kind.BITS
                || parameter(schema, "length", NO_LIMIT) <= column.modifier();
        return holds ? null : new Widening("bit varying", false);
    }

    private static @Nullable Widening time(Kind kind, Schema schema, PgType column) {
        String type = switch (column.name()) {
            case "time" -> kind == Kind.TIME ? "time without time zone" : "";
            case "timestamp" -> kind == Kind.LOCAL_TIMESTAMP ? "timestamp without time zone" : "";
            default -> kind == Kind.INSTANT || kind == Kind.ZONED_TIMESTAMP ? "timestamp with time zone" : "";
        };
        return type.isEmpty() || column.maxScale() >= digits(SemanticType.of(schema))
                ? null
                : new Widening(type, false);
    }

    /** Of a second, as far as PostgreSQL keeps them; 0 units means text. */
    private static int digits(SemanticType type) {
        return type.unitsPerSecond() == 1_000 ? 3 : MICRO_DIGITS;
    }

    private static int parameter(Schema schema, String name, int otherwise) {
        String value = schema.parameters() == null ? null : schema.parameters().get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
