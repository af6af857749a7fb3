// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/**
 * All settings of a plugin, by group and in the order within it; internal ones left out.
 *
 * @param isTold whether the plugin says what they are
 */
record Settings(boolean isTold, List<Setting> all) {
    /** Those of a plugin that does not say. */
    static final Settings UNTOLD = new Settings(false, List.of());

    Settings {
        all = List.copyOf(all);
    }

    static Settings of(ConfigDef definition) {
        List<String> groups = definition.groups();
        return new Settings(
                true,
                definition.configKeys().values().stream()
                        .filter(key -> !key.internalConfig)
                        .sorted(Comparator.<ConfigKey>comparingInt(key -> groups.indexOf(key.group))
                                .thenComparingInt(key -> key.orderInGroup)
                                .thenComparing(key -> key.name))
                        .map(Setting::of)
                        .toList());
    }

    /** What there is to say instead of a list. */
    String instead() {
        return isTold ? "It has no settings." : "It does not say which settings it has.";
    }
}
