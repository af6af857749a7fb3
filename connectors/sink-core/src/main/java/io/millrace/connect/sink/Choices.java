// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.ConfigChecks;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** Validators of the sink's texts. A constant is written in lower case: {@code record_key}. */
public final class Choices {
    /** Checks a text. */
    @FunctionalInterface
    public interface Rule {
        void check(String key, String value);
    }

    private Choices() {}

    public static <E extends Enum<E>> Validator oneOf(E fallback) {
        String all = Arrays.stream(fallback.getDeclaringClass().getEnumConstants())
                .map(Choices::text)
                .collect(Collectors.joining(", "));
        return text(
                (key, value) -> {
                    if (!Arrays.asList(all.split(", ")).contains(value)) {
                        throw ConfigChecks.refusal(key, value, "expected one of " + all, text(fallback));
                    }
                },
                all);
    }

    public static <E extends Enum<E>> E constant(Class<E> type, String value) {
        return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    }

    public static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A rule for a text; a missing one is reported by itself. */
    public static Validator text(Rule rule, String description) {
        return ConfigChecks.described(
                (key, value) -> {
                    if (value != null) {
                        rule.check(key, (String) value);
                    }
                },
                description);
    }

    public static Validator nonEmpty() {
        return text(
                (key, value) -> {
                    if (value.isBlank()) {
                        throw new ConfigException(key, value, "expected a name. Omit it for the default.");
                    }
                },
                "non-empty name");
    }
}
