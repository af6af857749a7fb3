// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import io.millrace.records.Structs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * pgvector's types. {@code vector} and {@code halfvec}: dimensions and a zero, 16 bits each, then the numbers, of 32 or
 * 16 bits; {@code sparsevec}: dimensions, number of elements and a zero, 32 bits each, positions from 0, then numbers
 * of 32 bits ({@code vector.c}, {@code halfvec.c}, {@code sparsevec.c}).
 */
final class VectorEncoders {
    private static final int MAX_DIMENSIONS = 16_000;
    private static final int HALF_LEAST_EXPONENT = -14;

    private VectorEncoders() {}

    static @Nullable ColumnEncoder of(Schema schema, PgType column) {
        boolean dense = Kind.of(schema) == Kind.ARRAY && isFloating(schema.valueSchema());
        return switch (column.name()) {
            case "vector" -> dense ? (value, out) -> dense((List<?>) value, Float.BYTES, out) : null;
            case "halfvec" -> dense ? (value, out) -> dense((List<?>) value, Short.BYTES, out) : null;
            case "sparsevec" -> sparse(schema);
            default -> null;
        };
    }

    private static boolean isFloating(Schema element) {
        Kind kind = Kind.of(element);
        return kind == Kind.FLOAT32 || kind == Kind.FLOAT64;
    }

    private static void dense(List<?> values, int width, ByteSink out) {
        if (values.size() > MAX_DIMENSIONS) {
            throw new Unfit("a vector of " + values.size() + " dimensions (expected at most 16000)", useArray());
        }
        out.putInt(4 + values.size() * width);
        out.putShort(values.size());
        out.putShort(0);
        for (int i = 0; i < values.size(); i++) {
            float number = single(values.get(i));
            if (width == Float.BYTES) {
                out.putInt(Float.floatToRawIntBits(number));
            } else {
                out.putShort(half(number));
            }
        }
    }

    private static String useArray() {
        return "Alter the column to double precision[].";
    }

    /** A double is taken for what a float4 prints: pgvector's numbers come so. */
    private static float single(@Nullable Object value) {
        if (value instanceof Float number && Float.isFinite(number)) {
            return number;
        }
        if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
            throw new Unfit("a vector with null, NaN or infinity", useArray());
        }
        double wide = number.doubleValue();
        float narrow = (float) wide;
        if (narrow != wide && Double.parseDouble(Float.toString(narrow)) != wide) {
            throw new Unfit("a number with more digits than 32 bits hold", useArray());
        }
        return narrow;
    }

    /** IEEE 754 binary16, for numbers that it holds. */
    static int half(float number) {
        int sign = Float.floatToRawIntBits(number) >>> 16 & 0x8000;
        float magnitude = Math.abs(number);
        if (magnitude == 0) {
            return sign;
        }
        int exponent = Math.max(Math.getExponent(magnitude), HALF_LEAST_EXPONENT);
        int unit = exponent - 10; // of the last of ten digits
        double units = Math.scalb((double) magnitude, -unit);
        if (exponent > 15 || units != Math.rint(units)) {
            throw new Unfit("a number with more digits than 16 bits hold", "Alter the column to vector.");
        }
        int whole = (int) units; // 1024 and more of a normal number: the leading digit counts the exponent up by one
        return sign | (((exponent - HALF_LEAST_EXPONENT) << 10) + whole);
    }

    private static @Nullable ColumnEncoder sparse(Schema schema) {
        Field dimensions = schema.type() == Schema.Type.STRUCT ? schema.field("dimensions") : null;
        Field vector = dimensions == null ? null : schema.field("vector");
        if (SemanticType.trusted(schema) != SemanticType.SPARSE_DOUBLE_VECTOR || dimensions == null || vector == null) {
            return null;
        }
        return (value, out) -> {
            Struct struct = (Struct) value;
            if (!(Structs.get(struct, dimensions) instanceof Number size)
                    || !(Structs.get(struct, vector) instanceof Map<?, ?> elements)) {
                throw new Unfit("a struct that is no sparse vector", "Use a jsonb column.");
            }
            sparse(size.intValue(), elements, out);
        };
    }

    /** Debezium counts positions from 1; elements that are zero are none. */
    private static void sparse(int dimensions, Map<?, ?> elements, ByteSink out) {
        TreeMap<Integer, Float> sorted = new TreeMap<>();
        elements.forEach((position, number) -> {
            int at = ((Number) position).intValue();
            if (at < 1 || at > dimensions) {
                throw new Unfit("a sparse vector with a number beyond its dimensions", "Correct the value.");
            }
            float single = single(number);
            if (single != 0) {
                sorted.put(at - 1, single);
            }
        });
        out.putInt(12 + sorted.size() * 8);
        out.putInt(dimensions);
        out.putInt(sorted.size());
        out.putInt(0);
        sorted.keySet().forEach(out::putInt);
        sorted.values().forEach(number -> out.putInt(Float.floatToRawIntBits(number)));
    }
}
