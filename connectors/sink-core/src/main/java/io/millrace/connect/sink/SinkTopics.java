// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;

/** The topics that a connector's configuration names. */
public final class SinkTopics {
    /** Of these only the routers change a record's topic. */
    private static final List<String> TOPIC_KEEPERS =
            List.of("io.millrace.transforms.", "org.apache.kafka.connect.transforms.");

    private SinkTopics() {}

    /** The topics that are named one by one, and keep their names; empty for all that is not known before a record is. */
    public static List<String> of(AbstractConfig config) {
        Map<String, String> given = config.originalsStrings();
        boolean renames = list(given, "transforms").stream()
                .map(alias -> String.valueOf(given.get("transforms." + alias + ".type")))
                .anyMatch(SinkTopics::mayRename);
        return renames ? List.of() : list(given, "topics");
    }

    private static List<String> list(Map<String, String> given, String key) {
        return Arrays.stream(given.getOrDefault(key, "").split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static boolean mayRename(String transform) {
        return TOPIC_KEEPERS.stream().noneMatch(transform::startsWith) || transform.endsWith("Router");
    }
}
