// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps secrets off the screen: of settings that the connector declares to be passwords, and of those whose names sound so,
 * for what passes settings on (a consumer's, a driver's) declares nothing. A reference, {@code ${env:NAME}}, is no secret.
 */
record Masking(Set<String> secrets) {
    private static final String MASK = "********";
    private static final Pattern SOUNDS_SECRET = Pattern.compile(
            "(?i).*(password|passwd|passphrase|secret|token|credential|jaas|private.?key|api.?key|access.?key|ssl\\.keystore\\.key).*");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+@");

    private static final Pattern PARAMETER =
            Pattern.compile("(?i)((?:password|passwd|secret|token)\\s*=\\s*)[^&;,\\s]+");

    Masking {
        secrets = Set.copyOf(secrets);
    }

    String shown(String key, String value) {
        if (REFERENCE.matcher(value).matches() || value.isEmpty()) {
            return value;
        }
        if (secrets.contains(key) || SOUNDS_SECRET.matcher(key).matches()) {
            return MASK;
        }
        String anonymous = USER_INFO.matcher(value).replaceAll(MASK + "@");
        return PARAMETER.matcher(anonymous).replaceAll("$1" + MASK);
    }
}
