// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.records.SemanticType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Schemas of every kind and of every logical type. */
final class Samples {
    private Samples() {}

    static Map<String, Schema> schemas() {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        for (Schema.Type type : Schema.Type.values()) {
            if (type.isPrimitive()) {
                schemas.put(type.getName(), new SchemaBuilder(type).build());
            }
        }
        schemas.put("decimal(10,2)", decimal(10, 2));
        schemas.put("bits(8)", named(SemanticType.BITS, SchemaBuilder.bytes().parameter("length", "8")));
        schemas.put("array", SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build());
        schemas.put(
                "map",
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build());
        schemas.put(
                "map of doubles",
                SchemaBuilder.map(Schema.FLOAT64_SCHEMA, Schema.INT32_SCHEMA).build());
        schemas.put(
                "struct", SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build());
        for (SemanticType type : SemanticType.values()) {
            if (type != SemanticType.PLAIN) {
                schemas.put(type.name(), sample(type));
            }
        }
        return schemas;
    }

    static Schema decimal(int precision, int scale) {
        return Decimal.builder(scale)
                .parameter("connect.decimal.precision", String.valueOf(precision))
                .build();
    }

    static Schema named(SemanticType type, SchemaBuilder builder) {
        return builder.name(type.schemaName()).build();
    }

    static Schema sample(SemanticType type) {
        return switch (type) {
            case CONNECT_DECIMAL -> Decimal.schema(2);
            case CONNECT_DATE, CONNECT_TIME, DATE, TIME, YEAR -> named(type, SchemaBuilder.int32());
            case CONNECT_TIMESTAMP,
                    MICRO_TIME,
                    NANO_TIME,
                    TIMESTAMP,
                    MICRO_TIMESTAMP,
                    NANO_TIMESTAMP,
                    MICRO_DURATION,
                    NANO_DURATION -> named(type, SchemaBuilder.int64());
            case BITS -> named(type, SchemaBuilder.bytes());
            case FLOAT_VECTOR -> named(type, SchemaBuilder.array(Schema.FLOAT32_SCHEMA));
            case DOUBLE_VECTOR -> named(type, SchemaBuilder.array(Schema.FLOAT64_SCHEMA));
            case STRUCTURED_DATE,
                    STRUCTURED_TIME,
                    STRUCTURED_TIMESTAMP,
                    STRUCTURED_ZONED_TIME,
                    STRUCTURED_ZONED_TIMESTAMP,
                    STRUCTURED_DURATION,
                    VARIABLE_SCALE_DECIMAL,
                    GEOMETRY,
                    GEOGRAPHY,
                    POINT,
                    SPARSE_DOUBLE_VECTOR,
                    CIRCLE,
                    LINE -> named(type, SchemaBuilder.struct().field("x", Schema.FLOAT64_SCHEMA));
            case PLAIN -> Schema.STRING_SCHEMA;
            case ZONED_TIMESTAMP,
                    ZONED_TIME,
                    ISO_DATE,
                    ISO_TIME,
                    ISO_TIMESTAMP,
                    INTERVAL,
                    ENUM,
                    ENUM_SET,
                    JSON,
                    XML,
                    UUID,
                    LTREE,
                    TSVECTOR -> named(type, SchemaBuilder.string());
        };
    }
}
