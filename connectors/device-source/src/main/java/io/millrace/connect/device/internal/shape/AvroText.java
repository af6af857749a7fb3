// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import io.millrace.json.internal.SchemaText;
import io.millrace.records.Fault;
import io.millrace.records.SemanticType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * An Avro schema (1.12, records with fields of any type) as Connect's. A union of null and one other type is optional;
 * other unions are JSON text. {@code date}, {@code timestamp-millis} and {@code decimal} are Connect's own types.
 */
final class AvroText {
    private final Map<String, Object> named = new HashMap<>();

    private AvroText() {}

    /** @throws Fault that says what is wrong, and where */
    static Schema parse(String text) {
        Schema schema = new AvroText().builder(SchemaText.tree(text)).build();
        if (schema.type() != Schema.Type.STRUCT) {
            throw new Fault("no record (expected an Avro schema of one)");
        }
        return schema;
    }

    private SchemaBuilder builder(@Nullable Object type) {
        if (type instanceof List<?> union) {
            List<?> others = union.stream().filter(each -> !"null".equals(each)).toList();
            SchemaBuilder builder = others.size() == 1 ? builder(others.get(0)) : json();
            return others.size() < union.size() ? builder.optional() : builder;
        }
        if (type instanceof String name) {
            Object known = named.get(name);
            return known == null ? simple(name, Map.of()) : builder(known);
        }
        if (!(type instanceof Map<?, ?> described)) {
            throw new Fault("a type that is no Avro type");
        }
        Object inner = described.get("type");
        if (!(inner instanceof String name)) {
            return builder(inner);
        }
        return complex(name, described);
    }

    private SchemaBuilder complex(String name, Map<?, ?> described) {
        return switch (name) {
            case "record" -> struct(described);
            case "enum" -> SchemaBuilder.string();
            case "array" -> SchemaBuilder.array(builder(described.get("items")).build());
            case "map" ->
                SchemaBuilder.map(
                        Schema.STRING_SCHEMA, builder(described.get("values")).build());
            default -> simple(name, described);
        };
    }

    private static SchemaBuilder json() {
        return SchemaBuilder.string().name(SemanticType.JSON.schemaName());
    }

    private SchemaBuilder struct(Map<?, ?> described) {
        SchemaBuilder builder = SchemaBuilder.struct();
        if (described.get("name") instanceof String name) {
            String space = described.get("namespace") instanceof String text && !name.contains(".") ? text + "." : "";
            builder.name(space + name);
        }
        if (!(described.get("fields") instanceof List<?> fields)) {
            throw new Fault("a record without fields");
        }
        for (Object each : fields) {
            if (!(each instanceof Map<?, ?> field) || !(field.get("name") instanceof String name)) {
                throw new Fault("a field without a name");
            }
            try {
                SchemaBuilder type = builder(field.get("type"));
                if (field.get("doc") instanceof String doc) {
                    type.doc(doc);
                }
                builder.field(name, type.build());
            } catch (Fault fault) {
                throw fault.under(name);
            }
        }
        if (described.get("name") instanceof String name) { // known from here on: a record inside itself has no end
            named.put(name, described);
            named.put(String.valueOf(builder.name()), described);
        }
        return builder;
    }

    private static SchemaBuilder simple(String name, Map<?, ?> described) {
        String logical = String.valueOf(described.get("logicalType"));
        return switch (name) {
            case "boolean" -> SchemaBuilder.bool();
            case "int" -> logical.equals("date") ? Date.builder() : SchemaBuilder.int32();
            case "long" -> logical.equals("timestamp-millis") ? Timestamp.builder() : SchemaBuilder.int64();
            case "float" -> SchemaBuilder.float32();
            case "double" -> SchemaBuilder.float64();
            case "string" -> SchemaBuilder.string();
            case "bytes", "fixed" ->
                logical.equals("decimal")
                        ? Decimal.builder(described.get("scale") instanceof Number scale ? scale.intValue() : 0)
                        : SchemaBuilder.bytes();
            default -> throw new Fault("type " + name + ", which Avro does not have");
        };
    }
}
