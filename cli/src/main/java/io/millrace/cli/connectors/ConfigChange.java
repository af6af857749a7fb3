// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What becomes of a setting; empty for not there. */
record ConfigChange(String key, Optional<String> before, Optional<String> after) {
    /** Of settings that differ, in order of their keys. */
    static List<ConfigChange> between(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<ConfigChange> changes = new ArrayList<>();
        for (String key : keys) {
            ConfigChange change =
                    new ConfigChange(key, Optional.ofNullable(before.get(key)), Optional.ofNullable(after.get(key)));
            if (!change.before.equals(change.after)) {
                changes.add(change);
            }
        }
        return changes;
    }
}
