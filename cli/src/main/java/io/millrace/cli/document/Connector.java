// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.document;

import io.millrace.cli.document.Node.Entry;
import io.millrace.cli.document.Node.Mapping;
import io.millrace.cli.document.Node.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A connector as a file declares it, in one of the three ways that users write them.
 *
 * @param form how it is written
 * @param document the whole of it, for what else it says
 * @param name the connector's name, if the file gives one
 * @param config what a worker is given, {@code name} and {@code connector.class} included where the file says them;
 *     settings that are null, lists or maps are not there
 * @param entries where each setting is written, by its key in {@code config}
 */
public record Connector(
        Form form, Mapping document, Optional<String> name, Map<String, String> config, Map<String, Entry> entries) {
    private static final String STRIMZI = "kafka.strimzi.io/";
    private static final String NAME = "name";
    private static final String CLASS = "connector.class";
    private static final String TASKS_MAX = "tasks.max";

    /** The ways to write a connector. */
    public enum Form {
        /** The settings alone: the body of {@code PUT /connectors/NAME/config}. */
        CONFIG,
        /** {@code {"name": …, "config": {…}}}: the body of {@code POST /connectors}. */
        NAMED,
        /** Strimzi's resource of kind {@code KafkaConnector}. */
        KAFKA_CONNECTOR
    }

    public Connector {
        config = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(config));
        entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The connectors among a file's documents; those in a Kubernetes {@code List} too. */
    public static List<Connector> in(List<Node> documents) {
        return Resources.unrolled(documents)
                .flatMap(document -> of(document).stream())
                .toList();
    }

    private static Optional<Connector> of(Mapping document) {
        if (document.get("apiVersion").isPresent() || document.get("kind").isPresent()) {
            return isKafkaConnector(document) ? Optional.of(resource(document)) : Optional.empty();
        }
        if (document.get("config").orElse(null) instanceof Mapping config) {
            return Optional.of(named(document, config));
        }
        return document.get(CLASS).map(ignored -> of(Form.CONFIG, document, Stream.of(), document));
    }

    private static boolean isKafkaConnector(Mapping document) {
        return document.text("kind").equals(Optional.of("KafkaConnector"))
                && document.text("apiVersion").orElse("").startsWith(STRIMZI);
    }

    private static Connector named(Mapping document, Mapping config) {
        return of(
                Form.NAMED,
                document,
                document.entries().stream().filter(entry -> entry.name().equals(NAME)),
                config);
    }

    private static Connector resource(Mapping document) {
        Mapping none = new Mapping(document.at(), List.of());
        Mapping spec = document.get("spec").orElse(none) instanceof Mapping map ? map : none;
        Mapping metadata = document.get("metadata").orElse(none) instanceof Mapping map ? map : none;
        Mapping config = spec.get("config").orElse(none) instanceof Mapping map ? map : none;
        Stream<Entry> outside = Stream.of(
                        renamed(metadata, NAME, NAME),
                        renamed(spec, "class", CLASS),
                        renamed(spec, "tasksMax", TASKS_MAX))
                .flatMap(Optional::stream);
        return of(Form.KAFKA_CONNECTOR, document, outside, config);
    }

    private static Optional<Entry> renamed(Mapping map, String name, String key) {
        return map.entries().stream()
                .filter(entry -> entry.name().equals(name))
                .map(entry -> new Entry(entry.at(), key, entry.value()))
                .findFirst();
    }

    private static Connector of(Form form, Mapping document, Stream<Entry> outside, Mapping settings) {
        Map<String, String> config = new LinkedHashMap<>();
        Map<String, Entry> entries = new LinkedHashMap<>();
        Stream.concat(outside, settings.entries().stream()).forEach(entry -> {
            entries.put(entry.name(), entry);
            if (entry.value() instanceof Scalar scalar && scalar.type() != Scalar.Type.NULL) {
                config.put(entry.name(), scalar.text());
            }
        });
        return new Connector(form, document, Optional.ofNullable(config.get(NAME)), config, entries);
    }

    /** The plugin's class, or its alias, as the file says it; empty where it does not. */
    public String className() {
        return config.getOrDefault(CLASS, "");
    }

    /** Where a setting is written; where the connector begins, if it is not. */
    public Position at(String key) {
        Entry entry = entries.get(key);
        return entry == null ? document.at() : entry.at();
    }
}
