// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A connector that workers have: its settings, in order of their keys, and how it is. */
public record Deployed(Map<String, String> config, Status status) {
    public Deployed {
        config = Collections.unmodifiableMap(new TreeMap<>(config));
    }

    public String name() {
        return status.name();
    }

    /** The plugin's class, or its alias, as the settings say it. */
    public String className() {
        return config.getOrDefault("connector.class", "");
    }
}
