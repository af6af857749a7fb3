// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.setup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Values in place of those that only a worker can know, so that what depends on them can be checked all the same. */
final class StandIns {
    private static final List<String> CANDIDATES = List.of(
            "placeholder",
            "1",
            "true",
            "https://placeholder.example",
            "localhost:9092",
            "jdbc:postgresql://localhost/placeholder",
            "java.lang.Object");

    private StandIns() {}

    /** The settings, each placeholder with a value that its key takes. */
    static Map<String, String> in(Map<String, String> settings, ConfigDef def) {
        Map<String, String> complete = new LinkedHashMap<>(settings);
        complete.replaceAll((key, value) -> Placeholders.isIn(value) ? standIn(key, value, def) : value);
        return complete;
    }

    private static String standIn(String key, String value, ConfigDef def) {
        return CANDIDATES.stream()
                .map(candidate -> Placeholders.replaced(value, candidate))
                .filter(candidate -> isTaken(key, candidate, def))
                .findFirst()
                .orElse(Placeholders.replaced(value, CANDIDATES.get(0)));
    }

    private static boolean isTaken(String key, String value, ConfigDef def) {
        ConfigDef.ConfigKey known = def.configKeys().get(key);
        if (known == null) {
            return true;
        }
        try {
            Object parsed = ConfigDef.parseType(key, value, known.type);
            if (known.validator != null) {
                known.validator.ensureValid(key, parsed);
            }
            return true;
        } catch (ConfigException e) {
            return false;
        }
    }
}
