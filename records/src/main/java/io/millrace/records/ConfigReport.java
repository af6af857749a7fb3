// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** What is wrong with a configuration, each problem under the key to correct, as {@code config/validate} shows them. */
public final class ConfigReport {
    private final List<ConfigValue> values;

    /**
     * Begins with what Kafka found by looking at each value alone.
     *
     * @param def the settings, for their defaults
     */
    public ConfigReport(Config checked, ConfigDef def) {
        values = new ArrayList<>(checked.configValues());
        values.forEach(value -> addRemedy(value, def));
    }

    /** Kafka words these two itself and leaves out what to do. */
    private static void addRemedy(ConfigValue value, ConfigDef def) {
        value.errorMessages().replaceAll(message -> {
            if (message.contains("Not a number of type")) {
                Object fallback = def.defaultValues().get(value.name());
                return message + ". Give a whole number, or omit it for the default, " + fallback + ".";
            }
            return message.startsWith("Missing required configuration") ? message + " Set it." : message;
        });
    }

    /** Adds a problem, once. */
    public void add(String key, String problem) {
        ConfigValue value = values.stream()
                .filter(each -> each.name().equals(key))
                .findFirst()
                .orElse(null);
        if (value == null) {
            value = new ConfigValue(key);
            values.add(value);
        }
        if (!value.errorMessages().contains(problem)) {
            value.addErrorMessage(problem);
        }
    }

    public void addAll(Map<String, String> problems) {
        problems.forEach(this::add);
    }

    /** Whether nothing is wrong. */
    public boolean isSound() {
        return values.stream().allMatch(value -> value.errorMessages().isEmpty());
    }

    public Config config() {
        return new Config(values);
    }
}
