// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** One Kubernetes resource as its YAML says it. */
record Manifest(JsonNode tree) {
    String apiVersion() {
        return text("/apiVersion");
    }

    String kind() {
        return text("/kind");
    }

    String name() {
        return text("/metadata/name");
    }

    /** The cluster, Kafka's or Connect's, that the resource belongs to. */
    String cluster() {
        return text("/metadata/labels/strimzi.io~1cluster");
    }

    /** What is at a JSON pointer; a missing node where there is nothing. */
    JsonNode at(String pointer) {
        return tree.at(pointer);
    }

    String text(String pointer) {
        return at(pointer).asText();
    }

    List<String> texts(String pointer) {
        return elements(pointer).stream().map(JsonNode::asText).toList();
    }

    List<JsonNode> elements(String pointer) {
        return StreamSupport.stream(at(pointer).spliterator(), false).toList();
    }

    /** The entries of a map of scalars, as texts. */
    Map<String, String> entries(String pointer) {
        Map<String, String> entries = new LinkedHashMap<>();
        at(pointer)
                .properties()
                .forEach(entry -> entries.put(entry.getKey(), entry.getValue().asText()));
        return entries;
    }

    /** The same with a change. */
    Manifest with(Consumer<ObjectNode> change) {
        ObjectNode copy = tree.deepCopy();
        change.accept(copy);
        return new Manifest(copy);
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
