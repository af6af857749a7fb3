// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import io.millrace.json.internal.SchemaText;
import io.millrace.records.Fault;
import io.millrace.records.SemanticType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema (draft 7 and 2020-12) as Connect's: objects with {@code properties} are structs, {@code integer} is int64,
 * {@code number} float64, strings of format {@code date-time} and {@code date} Connect's own, and what has no one type JSON
 * text. {@code $ref} leads to {@code $defs} or {@code definitions} of the same text.
 */
final class JsonSchema {
    private static final int MAX_DEPTH = 50;

    private final Map<?, ?> root;

    private JsonSchema(Map<?, ?> root) {
        this.root = root;
    }

    /** @throws Fault that says what is wrong, and where */
    static Schema parse(String text) {
        if (!(SchemaText.tree(text) instanceof Map<?, ?> root)) {
            throw new Fault("no object (expected a JSON Schema)");
        }
        Schema schema = new JsonSchema(root).schema(root, true, 0);
        if (schema.type() != Schema.Type.STRUCT) {
            throw new Fault("no properties (expected a schema of objects)");
        }
        return schema;
    }

    private Schema schema(Map<?, ?> given, boolean isRequired, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Fault("more than " + MAX_DEPTH + " levels, or a $ref to itself");
        }
        Map<?, ?> described = resolved(given);
        List<String> types = types(described.get("type"));
        boolean isNullable = types.remove("null") || !isRequired;
        String type = types.size() == 1
                ? types.get(0)
                : types.isEmpty() && described.containsKey("properties") ? "object" : "";
        SchemaBuilder builder = builder(type, described, depth);
        if (described.get("description") instanceof String doc) {
            builder.doc(doc);
        }
        return isNullable ? builder.optional().build() : builder.build();
    }

    private SchemaBuilder builder(String type, Map<?, ?> described, int depth) {
        return switch (type) {
            case "string" -> text(described.get("format"));
            case "integer" -> SchemaBuilder.int64();
            case "number" -> SchemaBuilder.float64();
            case "boolean" -> SchemaBuilder.bool();
            case "array" ->
                described.get("items") instanceof Map<?, ?> items
                        ? SchemaBuilder.array(schema(items, false, depth + 1))
                        : json();
            case "object" ->
                described.get("properties") instanceof Map<?, ?> properties
                        ? struct(described, properties, depth)
                        : json();
            default -> json();
        };
    }

    private static SchemaBuilder json() {
        return SchemaBuilder.string().name(SemanticType.JSON.schemaName());
    }

    private static SchemaBuilder text(@Nullable Object format) {
        if ("date-time".equals(format)) {
            return Timestamp.builder();
        }
        return "date".equals(format) ? Date.builder() : SchemaBuilder.string();
    }

    private SchemaBuilder struct(Map<?, ?> described, Map<?, ?> properties, int depth) {
        SchemaBuilder builder = SchemaBuilder.struct();
        if (described.get("title") instanceof String title && title.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
            builder.name(title);
        }
        List<?> required = described.get("required") instanceof List<?> names ? names : List.of();
        properties.forEach((name, property) -> {
            try {
                builder.field(
                        String.valueOf(name),
                        property instanceof Map<?, ?> inside
                                ? schema(inside, required.contains(name), depth + 1)
                                : json().optional().build());
            } catch (Fault fault) {
                throw fault.under(String.valueOf(name));
            }
        });
        return builder;
    }

    private static List<String> types(@Nullable Object type) {
        List<String> types = new ArrayList<>();
        if (type instanceof String one) {
            types.add(one);
        } else if (type instanceof List<?> several) {
            several.forEach(each -> types.add(String.valueOf(each)));
        }
        return types;
    }

    private Map<?, ?> resolved(Map<?, ?> described) {
        if (!(described.get("$ref") instanceof String ref)) {
            return described;
        }
        if (!ref.startsWith("#/")) {
            throw new Fault("$ref to another text (expected #/$defs/…)");
        }
        Object at = root;
        for (String name : ref.substring(2).split("/", -1)) {
            at = at instanceof Map<?, ?> object
                    ? object.get(name.replace("~1", "/").replace("~0", "~"))
                    : null;
        }
        if (at instanceof Map<?, ?> found) {
            return found;
        }
        throw new Fault("$ref to nothing");
    }
}
