// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Strimzi's custom resource definitions say of a manifest: the schema, with objects closed as an API server closes
 * them, and the rules beside it.
 */
final class StrimziSchemas {
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

    /** By apiVersion and kind, served versions only. */
    private final Map<String, Definition> definitions = new TreeMap<>();

    private record Definition(JsonNode original, Schema closed) {}

    StrimziSchemas() {
        Manifests.children(Manifests.FOLDER.resolve("src/test/resources/crds")).stream()
                .filter(file -> file.toString().endsWith(".yaml"))
                .map(file -> Manifests.read(file).get(0))
                .forEach(this::add);
    }

    private void add(Manifest crd) {
        for (JsonNode version : crd.elements("/spec/versions")) {
            if (version.get("served").asBoolean()) {
                JsonNode schema = version.at("/schema/openAPIV3Schema");
                String key = crd.text("/spec/group") + "/" + version.get("name").asText() + "/"
                        + crd.text("/spec/names/kind");
                definitions.put(key, new Definition(schema, REGISTRY.getSchema(closed(schema))));
            }
        }
    }

    List<String> kinds() {
        return List.copyOf(definitions.keySet());
    }

    /** Every rule in CEL of these definitions. */
    List<String> rules() {
        List<String> rules = new ArrayList<>();
        definitions
                .values()
                .forEach(definition -> definition
                        .original()
                        .findValues("x-kubernetes-validations")
                        .forEach(list ->
                                list.forEach(rule -> rules.add(rule.get("rule").asText()))));
        return rules.stream().distinct().toList();
    }

    List<String> problems(Manifest manifest) {
        Definition definition = definitions.get(manifest.apiVersion() + "/" + manifest.kind());
        if (definition == null) {
            return List.of("no such kind: " + manifest.apiVersion() + " " + manifest.kind());
        }
        List<String> problems = new ArrayList<>();
        definition.closed().validate(manifest.tree()).forEach(error -> problems.add(error.toString()));
        collectRules(definition.original(), manifest.tree(), "", problems);
        return problems;
    }

    private static void collectRules(JsonNode schema, JsonNode node, String where, List<String> problems) {
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            if (!CelRules.holds(rule.get("rule").asText(), node)) {
                problems.add(where + ": " + rule.get("message").asText());
            }
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> collectRules(
                            schema.path("properties").path(field.getKey()),
                            field.getValue(),
                            where + "/" + field.getKey(),
                            problems));
        }
        if (node.isArray()) {
            node.forEach(element -> collectRules(schema.path("items"), element, where + "/*", problems));
        }
    }

    /** The schema in which a field that is not described is an error. */
    private static JsonNode closed(JsonNode schema) {
        ObjectNode closed = schema.deepCopy();
        close(closed);
        ((ObjectNode) closed.at("/properties/metadata")).put("additionalProperties", true);
        return closed;
    }

    private static void close(ObjectNode schema) {
        boolean open = schema.path(PRESERVE).asBoolean() || schema.has("additionalProperties");
        if (schema.path("type").asText().equals("object") && !open) {
            schema.put("additionalProperties", false);
        }
        if (schema.path(INT_OR_STRING).asBoolean() && !schema.has("anyOf")) {
            schema.putArray("type").add("integer").add("string");
        }
        schema.path("properties").forEach(StrimziSchemas::closeIfObject);
        closeIfObject(schema.path("items"));
        closeIfObject(schema.path("additionalProperties"));
        for (Iterator<String> names = schema.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.startsWith("x-kubernetes-") || name.equals("example")) {
                names.remove();
            }
        }
    }

    private static void closeIfObject(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            close(object);
        }
    }
}
