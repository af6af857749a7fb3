// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;

/** Which type a column gets that the sink makes. Columns that exist may have others: see {@link Encoders}. */
final class ColumnTypes {
    /** What Debezium puts into a schema with {@code datatype.propagate.source.type}. */
    private static final String SOURCE_TYPE = "__debezium.source.column.type";

    /** PostgreSQL's types that reach Kafka as text without a name, and whose text is all that there is to them. */
    private static final Set<String> KEPT = Set.of(
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "int4range",
            "int8range",
            "numrange",
            "tsrange",
            "tstzrange",
            "daterange");

    private ColumnTypes() {}

    static String of(Schema schema, Extensions extensions) {
        return switch (SemanticType.trusted(schema)) {
            case GEOMETRY, POINT -> extensions.typeOr("geometry", "bytea");
            case GEOGRAPHY -> extensions.typeOr("geography", "bytea");
            case CIRCLE -> "circle";
            case LINE -> "line";
            case FLOAT_VECTOR, DOUBLE_VECTOR -> extensions.typeOr("vector", ofKind(schema, extensions));
            case SPARSE_DOUBLE_VECTOR -> extensions.typeOr("sparsevec", "jsonb");
            case LTREE -> extensions.typeOr("ltree", "text");
            case TSVECTOR -> "tsvector";
            case PLAIN -> KEPT.contains(sourceType(schema)) ? sourceType(schema) : ofKind(schema, extensions);
            default -> ofKind(schema, extensions);
        };
    }

    private static String ofKind(Schema schema, Extensions extensions) {
        return switch (Kind.meaningOf(schema)) {
            case BOOLEAN -> "boolean";
            case INT8, INT16 -> "smallint";
            case INT32 -> "integer";
            case INT64 -> "bigint";
            case FLOAT32 -> "real";
            case FLOAT64 -> "double precision";
            case TEXT -> "text";
            case BYTES -> "bytea";
            case DECIMAL -> "numeric";
            case DATE -> "date";
            case TIME -> "time";
            case ZONED_TIME -> "time with time zone";
            case LOCAL_TIMESTAMP -> "timestamp";
            case INSTANT, ZONED_TIMESTAMP -> "timestamp with time zone";
            case DURATION, PERIOD -> "interval";
            case JSON, MAP, STRUCT ->
                sourceType(schema).equals("hstore") ? extensions.typeOr("hstore", "jsonb") : "jsonb";
            case UUID -> "uuid";
            case BITS -> "bit varying";
            case ARRAY -> isNested(schema.valueSchema()) ? "jsonb" : of(schema.valueSchema(), extensions) + "[]";
        };
    }

    private static String sourceType(Schema schema) {
        boolean mayBeMeant = schema.type() == Schema.Type.STRING || schema.type() == Schema.Type.MAP;
        if (!mayBeMeant || schema.parameters() == null) {
            return "";
        }
        return schema.parameters().getOrDefault(SOURCE_TYPE, "").toLowerCase(Locale.ROOT);
    }

    /** Whether values have parts that no element of an array can have: arrays in arrays, maps, structs. */
    static boolean isNested(Schema schema) {
        return switch (Kind.meaningOf(schema)) {
            case ARRAY, MAP -> true;
            case STRUCT ->
                switch (SemanticType.trusted(schema)) {
                    case GEOMETRY, GEOGRAPHY, POINT, CIRCLE, LINE -> false;
                    default -> true;
                };
            default -> false;
        };
    }
}
