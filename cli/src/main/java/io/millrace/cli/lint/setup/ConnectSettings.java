// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.setup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.runtime.ConnectorConfig;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;

/** The settings that Connect itself has for every connector. */
public final class ConnectSettings {
    private static final String TOPIC_CREATION = "topic.creation.";

    /** Settings of clients that a connector may override, by what they begin with. */
    public static final Map<String, ConfigDef> OVERRIDES = Map.of(
            "producer.override.", ProducerConfig.configDef(),
            "consumer.override.", ConsumerConfig.configDef(),
            "admin.override.", AdminClientConfig.configDef());

    private ConnectSettings() {}

    private static ConfigDef def(Subject.Direction direction) {
        return switch (direction) {
            case SINK -> SinkConnectorConfig.configDef();
            case SOURCE -> SourceConnectorConfig.configDef();
            case UNKNOWN -> ConnectorConfig.configDef();
        };
    }

    /** The settings of one direction; where that is not known, of both. */
    public static Set<String> keys(Subject.Direction direction) {
        Set<String> keys = new TreeSet<>(def(direction).names());
        if (direction == Subject.Direction.UNKNOWN) {
            keys.addAll(SinkConnectorConfig.configDef().names());
            keys.addAll(SourceConnectorConfig.configDef().names());
        }
        return keys;
    }

    /** What Connect refuses, plugins left aside. */
    public static List<Refusal> refusals(Subject subject) {
        ConfigDef def = def(subject.direction());
        Map<String, String> settings = new LinkedHashMap<>(subject.config());
        settings.keySet()
                .removeIf(key -> key.endsWith(".converter")); // classes of plugins, which this class loader has not
        settings.putIfAbsent("name", "lint");
        settings.putIfAbsent("connector.class", "lint");
        List<Refusal> refusals = new ArrayList<>(refusals(def, StandIns.in(settings, def)));
        if (subject.isSource() && settings.keySet().stream().anyMatch(key -> key.startsWith(TOPIC_CREATION))) {
            refusals.addAll(topicCreation(settings));
        }
        return refusals;
    }

    private static List<Refusal> topicCreation(Map<String, String> settings) {
        Map<String, String> own = new LinkedHashMap<>(settings);
        own.keySet()
                .removeIf(key ->
                        !key.startsWith(TOPIC_CREATION) && !key.equals("name") && !key.equals("connector.class"));
        List<Refusal> missing = Stream.of("replication.factor", "partitions")
                .map(name -> TOPIC_CREATION + "default." + name)
                .filter(key -> !own.containsKey(key))
                .map(key ->
                        new Refusal(key, "Missing required configuration \"" + key + "\": needed with topic.creation."))
                .toList();
        if (!missing.isEmpty()) {
            return missing; // Kafka's own check fails without them
        }
        ConfigDef def = SourceConnectorConfig.embedDefaultGroup(SourceConnectorConfig.configDef());
        Map<String, String> complete = StandIns.in(own, def);
        try {
            return refusals(
                    SourceConnectorConfig.enrich(def, complete, new AbstractConfig(def, complete, false)), complete);
        } catch (ConfigException e) {
            return refusals(def, complete);
        }
    }

    /** What Kafka's clients refuse among overrides with a prefix. */
    public static List<Refusal> overrides(Subject subject, String prefix, ConfigDef def) {
        Map<String, String> settings = new LinkedHashMap<>();
        subject.config().forEach((key, value) -> {
            if (key.startsWith(prefix) && !Placeholders.isIn(value)) {
                settings.put(key.substring(prefix.length()), value);
            }
        });
        return refusals(def, settings).stream()
                .filter(refusal -> settings.containsKey(refusal.key()))
                .map(refusal -> new Refusal(
                        prefix + refusal.key(), refusal.text().replace("configuration ", "configuration " + prefix)))
                .toList();
    }

    private static List<Refusal> refusals(ConfigDef def, Map<String, String> settings) {
        return def.validateAll(settings).values().stream()
                .filter(value -> !value.name().endsWith(".converter"))
                .flatMap(value -> value.errorMessages().stream().map(text -> new Refusal(value.name(), text)))
                .toList();
    }
}
