// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What kustomize made of an overlay in {@code strimzi/}, as it is kept in {@code strimzi/rendered}. */
record RenderedManifests(List<JsonNode> documents) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{strimzi(?:env|secrets):([^}]+)}");

    static RenderedManifests of(String overlay) {
        Path file = Path.of("..", "strimzi", "rendered", overlay + ".yaml");
        YAMLMapper yaml = new YAMLMapper();
        try (MappingIterator<JsonNode> documents =
                yaml.readerFor(JsonNode.class).readValues(file.toFile())) {
            return new RenderedManifests(documents.readAll());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> ofKind(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .toList();
    }

    /** Without the connectors of this class. */
    RenderedManifests withoutConnectors(String connectorClass) {
        return new RenderedManifests(documents.stream()
                .filter(document -> !document.at("/spec/class").asText().equals(connectorClass))
                .toList());
    }

    /**
     * The configuration of each {@code KafkaConnector} by its name, as Strimzi's operator sends it to Connect.
     *
     * @param values what variables and secrets hold: {@code POSTGRES_URL}, {@code millrace-postgres:user}
     */
    Map<String, Map<String, String>> connectors(UnaryOperator<String> values) {
        Map<String, Map<String, String>> connectors = new TreeMap<>();
        for (JsonNode connector : ofKind("KafkaConnector")) {
            Map<String, String> config = new TreeMap<>();
            for (Map.Entry<String, JsonNode> setting :
                    connector.at("/spec/config").properties()) {
                config.put(setting.getKey(), resolved(setting.getValue().asText(), values));
            }
            config.put("connector.class", connector.at("/spec/class").asText());
            config.put("tasks.max", connector.at("/spec/tasksMax").asText());
            connectors.put(connector.at("/metadata/name").asText(), config);
        }
        return connectors;
    }

    private static String resolved(String text, UnaryOperator<String> values) {
        return REFERENCE
                .matcher(text)
                .replaceAll(reference -> Matcher.quoteReplacement(values.apply(reference.group(1))));
    }
}
