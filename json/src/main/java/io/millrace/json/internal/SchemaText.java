// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.records.Fault;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.SchemaBuilderException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Connect schema as Kafka's {@code JsonConverter} writes it in front of its data ({@code {"type": "struct",
 * "fields": [{"field": "id", "type": "int64", "optional": false}]}}), which is also what its {@code schema.content}
 * takes (KIP-1054).
 */
public final class SchemaText {
    private SchemaText() {}

    /** Throws a {@link Fault} that says what is wrong, and where. */
    public static Schema parse(String text) {
        return schema(tree(text));
    }

    /** A small JSON text as maps, lists, strings, numbers and booleans. Throws a {@link Fault} if it is none. */
    public static @Nullable Object tree(String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        return JsonDecoder.located(json, in -> {
            Object read = tree(in.parser(), in.first());
            in.requireEnd();
            return new Object[] {read};
        })[0];
    }

    private static @Nullable Object tree(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    object.put(name, tree(parser, parser.nextToken()));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    array.add(tree(parser, next));
                }
                yield array;
            }
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE, VALUE_FALSE -> token == JsonToken.VALUE_TRUE;
            case VALUE_STRING -> parser.getText();
            default -> null;
        };
    }

    private static Schema schema(@Nullable Object tree) {
        Map<?, ?> described = object(tree, "a schema");
        SchemaBuilder builder = typed(described);
        describe(builder, described);
        Object fallback = described.get("default");
        if (fallback != null) {
            withDefault(builder, fallback);
        }
        return builder.build();
    }

    private static SchemaBuilder typed(Map<?, ?> described) {
        Object type = described.get("type");
        if (!(type instanceof String name)) {
            throw new Fault("a schema without 'type'");
        }
        return switch (name) {
            case "boolean" -> SchemaBuilder.bool();
            case "int8" -> SchemaBuilder.int8();
            case "int16" -> SchemaBuilder.int16();
            case "int32" -> SchemaBuilder.int32();
            case "int64" -> SchemaBuilder.int64();
            case "float", "float32" -> SchemaBuilder.float32();
            case "double", "float64" -> SchemaBuilder.float64();
            case "bytes" -> SchemaBuilder.bytes();
            case "string" -> SchemaBuilder.string();
            case "array" -> SchemaBuilder.array(inside(described, "items"));
            case "map" -> SchemaBuilder.map(inside(described, "keys"), inside(described, "values"));
            case "struct" -> struct(described);
            default ->
                throw new Fault("type " + name + " (expected boolean, int8, int16, int32, int64, float, double, bytes,"
                        + " string, array, map or struct)");
        };
    }

    private static Schema inside(Map<?, ?> described, String attribute) {
        try {
            return schema(described.get(attribute));
        } catch (Fault fault) {
            throw fault.under(attribute);
        }
    }

    private static SchemaBuilder struct(Map<?, ?> described) {
        SchemaBuilder builder = SchemaBuilder.struct();
        if (!(described.get("fields") instanceof List<?> fields)) {
            throw new Fault("a struct without 'fields'");
        }
        for (Object each : fields) {
            if (!(object(each, "a field").get("field") instanceof String name)) {
                throw new Fault("a field without its name, 'field'");
            }
            try {
                builder.field(name, schema(each));
            } catch (SchemaBuilderException e) {
                throw new Fault("the same field twice").under(name);
            } catch (Fault fault) {
                throw fault.under(name);
            }
        }
        return builder;
    }

    private static void describe(SchemaBuilder builder, Map<?, ?> described) {
        if (Boolean.TRUE.equals(described.get("optional"))) {
            builder.optional();
        }
        if (described.get("name") instanceof String name) {
            builder.name(name);
        }
        if (described.get("version") instanceof Number version) {
            builder.version(version.intValue());
        }
        if (described.get("doc") instanceof String doc) {
            builder.doc(doc);
        }
        if (described.get("parameters") instanceof Map<?, ?> parameters) {
            parameters.forEach((key, value) -> builder.parameter(String.valueOf(key), String.valueOf(value)));
        }
    }

    /** Defaults of plain values; others would hide what a record does not have. */
    private static void withDefault(SchemaBuilder builder, Object fallback) {
        try {
            builder.defaultValue(fallback instanceof Number number ? number(builder, number) : fallback);
        } catch (SchemaBuilderException | ArithmeticException e) {
            throw new Fault("a default that is no " + builder.type().getName());
        }
    }

    private static Object number(SchemaBuilder builder, Number number) {
        BigDecimal exact = new BigDecimal(number.toString());
        return switch (builder.type()) {
            case INT8 -> exact.byteValueExact();
            case INT16 -> exact.shortValueExact();
            case INT32 -> exact.intValueExact();
            case INT64 -> exact.longValueExact();
            case FLOAT32 -> exact.floatValue();
            case FLOAT64 -> exact.doubleValue();
            default -> exact;
        };
    }

    private static Map<?, ?> object(@Nullable Object tree, String expected) {
        if (tree instanceof Map<?, ?> object) {
            return object;
        }
        throw new Fault((tree == null ? "nothing" : "no object") + " (expected " + expected + ")");
    }
}
