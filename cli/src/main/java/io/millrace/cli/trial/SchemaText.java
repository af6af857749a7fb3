// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Connect schemas as people read them: {@code int64?} is an optional one, {@code int64 io.debezium.time.Date} a named one. */
final class SchemaText {
    private SchemaText() {}

    /** One line without fields; {@code schemaless} where there is none. */
    static String name(@Nullable Schema schema) {
        if (schema == null) {
            return "schemaless";
        }
        String name = schema.name() == null ? "" : " " + schema.name();
        String version = schema.name() == null || schema.version() == null ? "" : " v" + schema.version();
        String scale = schema.parameters() != null && schema.parameters().containsKey("scale")
                ? " scale " + schema.parameters().get("scale")
                : "";
        return type(schema) + (schema.isOptional() ? "?" : "") + name + version + scale + byDefault(schema);
    }

    private static String type(Schema schema) {
        return switch (schema.type()) {
            case ARRAY -> "array of " + name(schema.valueSchema());
            case MAP -> "map of " + name(schema.keySchema()) + " to " + name(schema.valueSchema());
            default -> schema.type().getName();
        };
    }

    private static String byDefault(Schema schema) {
        return schema.defaultValue() == null ? "" : " = " + DataText.of(schema, schema.defaultValue());
    }

    /** Its fields by name, each with its type; the type alone where it has none. */
    static JsonNode tree(@Nullable Schema schema) {
        if (schema == null || schema.type() != Schema.Type.STRUCT) {
            return TextNode.valueOf(name(schema));
        }
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("type", name(schema));
        ObjectNode fields = tree.putObject("fields");
        for (Field field : schema.fields()) {
            fields.set(field.name(), tree(field.schema()));
        }
        return tree;
    }

    /** A line per field, those of fields indented. */
    static void lines(String name, @Nullable Schema schema, String indent, StringBuilder into) {
        into.append(indent).append(name).append("  ").append(name(schema)).append('\n');
        if (schema != null && schema.type() == Schema.Type.STRUCT) {
            schema.fields().forEach(field -> lines(field.name(), field.schema(), indent + "  ", into));
        }
    }
}
