// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.ConnectSettings;
import io.millrace.cli.lint.setup.Placeholders;
import io.millrace.cli.lint.setup.Plugin;
import io.millrace.cli.lint.setup.Subject;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;

/** Secrets that a file has in clear text. */
final class SecretChecks implements Check {
    private static final Pattern LIKELY = Pattern.compile(
            ".*(^|[._-])(password|passwd|passphrase|secret|api[._-]?key|access[._-]?key|private[._-]?key|secret[._-]?key|jaas\\.config|credentials\\.json|basic\\.auth\\.user\\.info)$");

    private static final Pattern IN_URL =
            Pattern.compile("(?i).*(://[^/@:${}]+:[^/@{}]+@|[?&;](password|pwd)=[^&;$]+).*");
    private static final Pattern IN_JAAS = Pattern.compile(".*password=\"?[^\"$;]+.*");
    private static final String FIX = "Put it where a config provider reads it, and refer to it, as in ${env:NAME} or"
            + " ${strimzisecrets:namespace/secret:key}.";

    @Override
    public void check(Subject subject, Findings findings) {
        Set<String> passwords = passwords(subject);
        subject.config().forEach((key, value) -> {
            if (!value.isBlank()) {
                check(subject, key, value, passwords, findings);
            }
        });
    }

    private static void check(Subject subject, String key, String value, Set<String> passwords, Findings findings) {
        boolean isHidden = Placeholders.isIn(value);
        if (passwords.contains(key) && !isHidden && !isHarmlessJaas(key, value)) {
            findings.add(subject.found(Rule.SECRET_IN_CLEAR, key, "'" + key + "' is a password, in clear text.", FIX));
        } else if (LIKELY.matcher(key).matches() && !isHidden && !isHarmlessJaas(key, value)) {
            findings.add(
                    subject.found(Rule.SECRET_LIKELY, key, "'" + key + "' looks like a secret, in clear text.", FIX));
        } else if (IN_URL.matcher(value).matches()) {
            findings.add(subject.found(
                    Rule.SECRET_IN_CLEAR, key, "'" + key + "' has a password in its address, in clear text.", FIX));
        }
    }

    /** A login module that is given no password, such as that of a cloud's identity. */
    private static boolean isHarmlessJaas(String key, String value) {
        return key.endsWith("jaas.config") && !IN_JAAS.matcher(value).matches();
    }

    private static Set<String> passwords(Subject subject) {
        Set<String> keys = new TreeSet<>();
        subject.plugin().ifPresent(plugin -> add("", plugin, keys));
        subject.parts().forEach(part -> part.plugin().ifPresent(plugin -> add(part.prefix(), plugin, keys)));
        ConnectSettings.OVERRIDES.forEach((prefix, def) -> add(prefix, def, keys));
        return keys;
    }

    private static void add(String prefix, Plugin plugin, Set<String> keys) {
        add(prefix, plugin.def(), keys);
    }

    private static void add(String prefix, ConfigDef def, Set<String> keys) {
        def.configKeys().values().stream()
                .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                .forEach(key -> keys.add(prefix + key.name));
    }
}
