// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The schemas of Strimzi's custom resource definitions, each read when it is first asked for. */
final class Crds {
    private static final Map<String, String> FILES = Map.of(
            "Kafka", "040-Crd-kafka.yaml",
            "KafkaConnect", "041-Crd-kafkaconnect.yaml",
            "KafkaTopic", "043-Crd-kafkatopic.yaml",
            "KafkaUser", "044-Crd-kafkauser.yaml",
            "KafkaNodePool", "045-Crd-kafkanodepool.yaml",
            "KafkaConnector", "047-Crd-kafkaconnector.yaml",
            "KafkaRebalance", "049-Crd-kafkarebalance.yaml");

    private final Map<String, JsonNode> read = new HashMap<>();

    Set<String> kinds() {
        return FILES.keySet();
    }

    /** The schema of a kind in a version; nothing where Strimzi serves no such version. */
    Optional<JsonNode> schema(String kind, String version) {
        for (JsonNode each : definition(kind).at("/spec/versions")) {
            if (each.path("name").asText().equals(version)
                    && each.path("served").asBoolean()) {
                return Optional.of(each.at("/schema/openAPIV3Schema"));
            }
        }
        return Optional.empty();
    }

    private JsonNode definition(String kind) {
        return read.computeIfAbsent(kind, ignored -> load("/crds/" + FILES.get(kind)));
    }

    private static JsonNode load(String name) {
        try (InputStream file = Crds.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("The program lacks its resource " + name + ".");
            }
            return new ObjectMapper(new YAMLFactory()).readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
