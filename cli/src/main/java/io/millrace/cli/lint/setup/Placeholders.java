// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.setup;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References to config providers in a setting: <code>${env:NAME}</code>, <code>${file:/path:key}</code>. A worker puts values in their place. */
public final class Placeholders {
    /** As Kafka's ConfigTransformer has it. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]+):([^}]*)}");

    private static final Set<String> OF_ENVIRONMENT = Set.of("env", "strimzienv");

    private Placeholders() {}

    public static boolean isIn(String value) {
        return REFERENCE.matcher(value).find();
    }

    /** The names of the providers that a setting refers to. */
    public static Set<String> providers(String value) {
        Set<String> providers = new TreeSet<>();
        REFERENCE.matcher(value).results().forEach(found -> providers.add(found.group(1)));
        return providers;
    }

    /** The setting with the same text for each reference. */
    static String replaced(String value, String text) {
        return REFERENCE.matcher(value).replaceAll(Matcher.quoteReplacement(text));
    }

    /** The setting with the values of environment variables; other references stay. */
    static String resolved(String value, Map<String, String> environment) {
        return REFERENCE.matcher(value).replaceAll(found -> {
            String variable = OF_ENVIRONMENT.contains(found.group(1)) ? environment.get(found.group(2)) : null;
            return Matcher.quoteReplacement(variable == null ? found.group() : variable);
        });
    }
}
