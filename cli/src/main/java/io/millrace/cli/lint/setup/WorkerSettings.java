// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.setup;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;

/** The settings of a worker in distributed mode, as Kafka defines them. */
public final class WorkerSettings {
    private static final Map<String, String> LEAST = Map.of(
            "bootstrap.servers", "localhost:9092",
            "group.id", "lint",
            "config.storage.topic", "configs",
            "offset.storage.topic", "offsets",
            "status.storage.topic", "statuses",
            "key.converter", JsonConverter.class.getName(),
            "value.converter", JsonConverter.class.getName());

    private static final Set<String> KEYS =
            new TreeSet<>(new DistributedConfig(LEAST).values().keySet());

    private WorkerSettings() {}

    public static Set<String> keys() {
        return Set.copyOf(KEYS);
    }

    /** Why a worker refuses a value. Converters are plugins, and not asked about. */
    public static Optional<String> refusal(String key, String value) {
        if (key.endsWith(".converter") || Placeholders.isIn(value)) {
            return Optional.empty();
        }
        Map<String, String> settings = new HashMap<>(LEAST);
        settings.put(key, value);
        try {
            new DistributedConfig(settings);
            return Optional.empty();
        } catch (ConfigException e) {
            String text = String.valueOf(e.getMessage());
            return text.contains(key) ? Optional.of(text) : Optional.empty();
        }
    }
}
