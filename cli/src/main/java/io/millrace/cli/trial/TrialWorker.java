// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.runtime.WorkerConfig;

/** What a worker adds to a connector's settings: converters where the connector names none, providers of placeholders. */
final class TrialWorker extends WorkerConfig {
    private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";
    private static final String PROVIDER = "org.apache.kafka.common.config.provider.";
    private static final Map<String, String> DEFAULTS = Map.of(
            KEY_CONVERTER_CLASS_CONFIG, JSON,
            VALUE_CONVERTER_CLASS_CONFIG, JSON,
            BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
    private static final Map<String, String> PROVIDERS = Map.of(
            CONFIG_PROVIDERS_CONFIG,
            "env,file,dir",
            CONFIG_PROVIDERS_CONFIG + ".env.class",
            PROVIDER + "EnvVarConfigProvider",
            CONFIG_PROVIDERS_CONFIG + ".file.class",
            PROVIDER + "FileConfigProvider",
            CONFIG_PROVIDERS_CONFIG + ".dir.class",
            PROVIDER + "DirectoryConfigProvider");

    private final Set<String> assumed = new TreeSet<>();

    /** @param given as a worker's properties file has it; empty for none */
    TrialWorker(Map<String, String> given) {
        super(baseConfigDef(), complete(given));
        DEFAULTS.keySet().stream()
                .filter(key -> key.endsWith("converter") && !given.containsKey(key))
                .forEach(assumed::add);
    }

    private static Map<String, String> complete(Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>(DEFAULTS);
        if (!given.containsKey(CONFIG_PROVIDERS_CONFIG)) {
            all.putAll(PROVIDERS);
        }
        all.putAll(given);
        all.put(METRIC_REPORTER_CLASSES_CONFIG, ""); // this process lives too short to be watched
        return all;
    }

    /** Converters that a worker's own file would have named. */
    Set<String> assumed() {
        return Set.copyOf(assumed);
    }
}
