// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.document.Node;
import io.millrace.cli.document.Node.Entry;
import io.millrace.cli.document.Node.Mapping;
import io.millrace.cli.document.Node.Scalar;
import io.millrace.cli.document.Node.Sequence;
import io.millrace.cli.document.Position;
import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.terminal.Similar;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A resource against its definition's schema, as an API server reads it: a field that is not described is dropped, or refused.
 * Rules in CEL are left aside.
 */
final class SchemaCheck {
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
    private static final Set<String> EVERY_RESOURCES = Set.of("apiVersion", "kind", "metadata", "status");
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");

    private final String kind;
    private final Findings findings;

    SchemaCheck(String kind, Findings findings) {
        this.kind = kind;
        this.findings = findings;
    }

    void check(Resource resource, JsonNode schema) {
        map(resource.document(), schema, "", resource.document().at());
    }

    /** {@code at} is where the value's name is, for a value that lacks something. */
    private void value(Node value, JsonNode schema, String path, Position at) {
        if (value instanceof Scalar scalar && scalar.type() == Scalar.Type.NULL) {
            return; // as if it were not there
        }
        if (!isOfType(value, schema)) {
            findings.add(Rule.FIELD_TYPE.found(
                    at, path, path + " is " + value.kind() + " (expected " + expected(schema) + ").", ""));
        } else if (value instanceof Mapping map) {
            map(map, schema, path, at);
        } else if (value instanceof Sequence list) {
            int index = 0;
            for (Node item : list.items()) {
                value(item, schema.path("items"), path + "[" + index++ + "]", item.at());
            }
        } else if (value instanceof Scalar scalar) {
            scalar(scalar, schema, path, at);
        }
    }

    private void map(Mapping map, JsonNode schema, String path, Position at) {
        JsonNode properties = schema.path("properties");
        JsonNode others = schema.path("additionalProperties");
        boolean isOpen = schema.path(PRESERVE).asBoolean() || (!properties.isObject() && !others.isObject());
        for (Entry entry : map.entries()) {
            String inner = path.isEmpty() ? entry.name() : path + "." + entry.name();
            if (path.isEmpty() && EVERY_RESOURCES.contains(entry.name())) {
                continue;
            }
            if (properties.has(entry.name())) {
                value(entry.value(), properties.get(entry.name()), inner, entry.at());
            } else if (others.isObject()) {
                value(entry.value(), others, inner, entry.at());
            } else if (!isOpen) {
                unknown(entry, properties, path, inner);
            }
        }
        for (JsonNode required : schema.path("required")) {
            if (map.get(required.asText()).isEmpty()) {
                String missing = path.isEmpty() ? required.asText() : path + "." + required.asText();
                findings.add(Rule.FIELD_MISSING.found(at, missing, missing + " is missing.", "Set it."));
            }
        }
    }

    private void unknown(Entry entry, JsonNode properties, String path, String inner) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        Optional<String> meant = Similar.to(entry.name(), names);
        String owner = path.isEmpty() ? kind : path;
        findings.add(Rule.FIELD_UNKNOWN.found(
                entry.at(),
                inner,
                owner + " has no field '" + entry.name() + "'.",
                meant.map(name -> "Did you mean '" + name + "'?").orElse("Remove it.")));
    }

    private void scalar(Scalar scalar, JsonNode schema, String path, Position at) {
        Set<String> allowed = new LinkedHashSet<>();
        schema.path("enum").forEach(each -> allowed.add(each.asText()));
        if (!allowed.isEmpty() && !allowed.contains(scalar.text())) {
            findings.add(Rule.FIELD_VALUE.found(
                    at,
                    path,
                    path + " is '" + scalar.text() + "' (expected one of: " + String.join(", ", allowed) + ").",
                    Similar.to(scalar.text(), allowed)
                            .map(name -> "Did you mean '" + name + "'?")
                            .orElse("")));
        }
        boolean isNumber = scalar.type() == Scalar.Type.NUMBER;
        if (isNumber
                && schema.has("minimum")
                && number(scalar) < schema.get("minimum").asDouble()) {
            outside(scalar, "at least " + schema.get("minimum").asText(), path, at);
        }
        if (isNumber
                && schema.has("maximum")
                && number(scalar) > schema.get("maximum").asDouble()) {
            outside(scalar, "at most " + schema.get("maximum").asText(), path, at);
        }
        if (schema.has("pattern")
                && !Pattern.compile(schema.get("pattern").asText())
                        .matcher(scalar.text())
                        .find()) {
            outside(scalar, "text like " + schema.get("pattern").asText(), path, at);
        }
    }

    private void outside(Scalar scalar, String expected, String path, Position at) {
        findings.add(Rule.FIELD_VALUE.found(
                at, path, path + " is '" + scalar.text() + "' (expected " + expected + ").", ""));
    }

    private static double number(Scalar scalar) {
        try {
            return Double.parseDouble(scalar.text().replace("_", ""));
        } catch (NumberFormatException e) {
            return 0; // YAML's octal and hexadecimal numbers
        }
    }

    private static boolean isOfType(Node value, JsonNode schema) {
        if (schema.path(INT_OR_STRING).asBoolean()) {
            return value instanceof Scalar scalar && scalar.type() != Scalar.Type.BOOLEAN;
        }
        return switch (schema.path("type").asText()) {
            case "object" -> value instanceof Mapping;
            case "array" -> value instanceof Sequence;
            case "string" -> value instanceof Scalar scalar && scalar.type() == Scalar.Type.STRING;
            case "boolean" -> value instanceof Scalar scalar && scalar.type() == Scalar.Type.BOOLEAN;
            case "number" -> value instanceof Scalar scalar && scalar.type() == Scalar.Type.NUMBER;
            case "integer" ->
                value instanceof Scalar scalar
                        && scalar.type() == Scalar.Type.NUMBER
                        && WHOLE.matcher(scalar.text()).matches();
            default -> true;
        };
    }

    private static String expected(JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "object" -> "a map";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            case "number" -> "a number";
            default -> schema.path(INT_OR_STRING).asBoolean() ? "a number or a string" : "a string; put it in quotes";
        };
    }
}
