// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.changes.internal.types.TypePolicy.Vector;
import io.millrace.records.SemanticType;
import io.millrace.records.Structs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Vectors: arrays of float32 or float64, and sparse ones, which Debezium writes as a map by position. */
final class VectorTypes {
    private VectorTypes() {}

    static @Nullable ColumnType of(Schema column, TypePolicy policy) {
        Vector choice = policy.others().vector();
        if (choice == Vector.KEEP) {
            return null;
        }
        boolean sparse = SemanticType.of(column) == SemanticType.SPARSE_DOUBLE_VECTOR;
        Dense dense = sparse ? new Dense(column) : null;
        if (choice == Vector.ARRAY) {
            Schema element = sparse ? Schema.FLOAT64_SCHEMA : column.valueSchema();
            return new ColumnType(
                    ColumnType.like(column, SchemaBuilder.array(element)), dense == null ? null : dense::dense);
        }
        SchemaBuilder json = ColumnType.named(SemanticType.JSON, SchemaBuilder.string());
        return new ColumnType(
                ColumnType.like(column, json), value -> json(dense == null ? (List<?>) value : dense.dense(value)));
    }

    /** The struct {@code dimensions, vector}; positions count from 1, as in pgvector's {@code sparsevec}. */
    private record Dense(Field dimensions, Field vector) {
        Dense(Schema column) {
            this(column.field("dimensions"), column.field("vector"));
        }

        List<Double> dense(Object value) {
            Struct struct = (Struct) value;
            int size = Structs.get(struct, dimensions) instanceof Number number ? number.intValue() : -1;
            if (size < 0 || !(Structs.get(struct, vector) instanceof Map<?, ?> values)) {
                throw new IllegalArgumentException("a struct that is no sparse vector");
            }
            Double[] dense = new Double[size];
            Arrays.fill(dense, 0.0);
            for (Map.Entry<?, ?> entry : values.entrySet()) {
                int at = ((Number) entry.getKey()).intValue();
                if (at < 1 || at > size) {
                    throw new IllegalArgumentException("a sparse vector with a value beyond its dimensions");
                }
                dense[at - 1] = ((Number) entry.getValue()).doubleValue();
            }
            return Arrays.asList(dense);
        }
    }

    private static String json(List<?> values) {
        StringBuilder out = new StringBuilder().append('[');
        for (Object value : values) {
            if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
                throw new ArithmeticException("NaN or an infinity, which JSON cannot hold");
            }
            out.append(out.length() > 1 ? "," : "").append(value);
        }
        return out.append(']').toString();
    }
}
