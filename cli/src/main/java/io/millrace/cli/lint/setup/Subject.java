// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.setup;

import io.millrace.cli.document.Connector;
import io.millrace.cli.document.Connector.Form;
import io.millrace.cli.document.Position;
import io.millrace.cli.lint.finding.Finding;
import io.millrace.cli.lint.finding.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;

/** A connector under examination, and its plugins. */
public final class Subject {
    /** Which way records go. */
    public enum Direction {
        SOURCE,
        SINK,
        /** The plugin was not found, and its name does not tell. */
        UNKNOWN
    }

    private final Connector connector;
    private final Optional<Plugin> plugin;
    private final Optional<Validation> validation;
    private final List<Part> transforms;
    private final List<Part> predicates;
    private final List<Part> converters;

    public Subject(Connector connector, Catalog catalog) {
        Map<String, String> config = connector.config();
        this.connector = connector;
        this.plugin = connector.className().isBlank() ? Optional.empty() : catalog.find(connector.className());
        this.validation = plugin.filter(Plugin::isConnector).map(found -> found.check(config));
        this.transforms = parts(Part.Kind.TRANSFORM, "transforms", catalog);
        this.predicates = parts(Part.Kind.PREDICATE, "predicates", catalog);
        this.converters = Stream.of("key.converter", "value.converter", "header.converter")
                .map(key -> Part.of(
                        key.startsWith("header") ? Part.Kind.HEADER_CONVERTER : Part.Kind.CONVERTER,
                        key,
                        key,
                        config,
                        catalog))
                .toList();
    }

    private List<Part> parts(Part.Kind kind, String listKey, Catalog catalog) {
        return list(listKey).stream()
                .distinct()
                .map(alias -> Part.of(kind, alias, listKey + "." + alias + ".type", connector.config(), catalog))
                .toList();
    }

    public Map<String, String> config() {
        return connector.config();
    }

    /** What the file says, as it says it. */
    public Connector connector() {
        return connector;
    }

    /** The connector's plugin; nothing where it is not on the plugin path. */
    public Optional<Plugin> plugin() {
        return plugin;
    }

    /** What the plugin says of the settings. */
    public Optional<Validation> validation() {
        return validation;
    }

    /** The transforms that run, in order. */
    public List<Part> transforms() {
        return transforms;
    }

    public List<Part> predicates() {
        return predicates;
    }

    /** Those of keys, values and headers; their type is empty where the worker's are used. */
    public List<Part> converters() {
        return converters;
    }

    /** The converter of values. */
    public Part valueConverter() {
        return converters.get(1);
    }

    /** All parts that have plugins of their own. */
    public Stream<Part> parts() {
        return Stream.of(transforms, predicates, converters).flatMap(List::stream);
    }

    public Direction direction() {
        Object instance = plugin.map(Plugin::instance).orElse(null);
        String name = connector.className();
        String simple = name.substring(name.lastIndexOf('.') + 1);
        if (instance instanceof SinkConnector || (instance == null && simple.contains("Sink"))) {
            return Direction.SINK;
        }
        boolean isSource = instance instanceof SourceConnector
                || simple.contains("Source")
                || name.startsWith("io.debezium.connector.");
        return isSource ? Direction.SOURCE : Direction.UNKNOWN;
    }

    public boolean isSink() {
        return direction() == Direction.SINK;
    }

    public boolean isSource() {
        return direction() == Direction.SOURCE;
    }

    public boolean has(String key) {
        return connector.config().containsKey(key);
    }

    /** A setting, or what holds without it. */
    public String get(String key, String fallback) {
        return connector.config().getOrDefault(key, fallback);
    }

    /** A setting that lists names with commas. */
    public List<String> list(String key) {
        return Arrays.stream(get(key, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** The class, as the plugin or the file has it. */
    public String className() {
        return plugin.map(Plugin::className).orElse(connector.className());
    }

    /** Whether it is one of Debezium's sources. */
    public boolean isDebezium() {
        return className().startsWith("io.debezium.connector.") && isSource();
    }

    /** What to call it in a sentence: its class without package. */
    public String simpleName() {
        return className().substring(className().lastIndexOf('.') + 1);
    }

    /** Where a setting is; where the class is named, if it is not there. */
    public Position at(String key) {
        return has(key) || connector.entries().containsKey(key) ? connector.at(key) : connector.at("connector.class");
    }

    public Finding found(Rule rule, String key, String message, String fix) {
        return rule.found(at(key), key, message, fix);
    }

    public boolean isResource() {
        return connector.form() == Form.KAFKA_CONNECTOR;
    }

    /** The name of the KafkaConnect that runs it, by its label; empty outside Strimzi. */
    public String cluster() {
        return connector
                .document()
                .text("metadata", "labels", "strimzi.io/cluster")
                .orElse("");
    }

    public String namespace() {
        return connector.document().text("metadata", "namespace").orElse("");
    }
}
