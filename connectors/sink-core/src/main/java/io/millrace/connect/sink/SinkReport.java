// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.UnknownKeys;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** What is wrong with a sink's settings, under the keys to change. */
public final class SinkReport {
    private final Map<String, String> given;
    private final Map<String, ConfigValue> values;

    /**
     * What the settings themselves say: each key's own check, unknown keys, and, where nothing else is wrong, rules between
     * keys.
     *
     * @param rules what is wrong between keys whose values are right by themselves: the key to change, and why
     */
    public SinkReport(
            Map<String, String> given,
            ConfigDef def,
            UnknownKeys unknown,
            Function<Map<String, String>, Map<String, String>> rules) {
        this.given = given;
        this.values = new TreeMap<>(def.validateAll(given));
        List<String> keys = given.keySet().stream()
                .filter(key -> !key.startsWith(TableRules.PREFIX))
                .toList();
        unknown.in(keys).forEach(this::add);
        if (isSound()) {
            rules.apply(given).forEach(this::add);
        }
    }

    /** Adds a problem. */
    public void add(String key, String problem) {
        values.computeIfAbsent(key, ConfigValue::new).addErrorMessage(problem);
    }

    /** Whether nothing is wrong. */
    public boolean isSound() {
        return isSound("");
    }

    /** Whether nothing is wrong with keys that begin so. */
    public boolean isSound(String prefix) {
        return values.values().stream()
                .allMatch(value -> !value.name().startsWith(prefix)
                        || value.errorMessages().isEmpty());
    }

    /** The settings with which nothing is wrong. */
    public Map<String, String> sound() {
        Map<String, String> sound = new HashMap<>(given);
        sound.keySet().removeIf(key -> {
            ConfigValue value = values.get(key);
            return value != null && !value.errorMessages().isEmpty();
        });
        return sound;
    }

    /** Each setting, and what is wrong with it. */
    public Collection<ConfigValue> values() {
        return values.values();
    }

    public Config config() {
        return new Config(List.copyOf(values.values()));
    }
}
