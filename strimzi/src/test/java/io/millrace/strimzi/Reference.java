// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import java.util.List;
import java.util.regex.Pattern;

/** A value that a worker asks a config provider for: {@code ${provider:path:key}} or {@code ${provider:key}}. */
record Reference(String provider, String path, String key) {
    /** Kafka's own pattern, in ConfigTransformer. */
    private static final Pattern PATTERN = Pattern.compile("\\$\\{([^}]*?):(([^}]*?):)?([^}]*?)}");

    static List<Reference> in(String value) {
        return PATTERN.matcher(value)
                .results()
                .map(found ->
                        new Reference(found.group(1), found.group(3) == null ? "" : found.group(3), found.group(4)))
                .toList();
    }

    boolean isSecret() {
        return provider.equals("strimzisecrets");
    }

    boolean isVariable() {
        return provider.equals("strimzienv");
    }
}
