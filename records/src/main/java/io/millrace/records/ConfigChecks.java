// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/**
 * Validators whose refusal says what was expected and what the default is: {@code Invalid value 0 for configuration
 * batch.max.bytes: expected 1 to 104857600. Omit it for the default, 1048576.}
 */
public final class ConfigChecks {
    /** An enum whose constants are written with dashes for underscores, not with dots. */
    public interface Dashed {}

    private ConfigChecks() {}

    /** A value that names a constant of {@code fallback}'s enum, as {@link #text} writes it. */
    public static <E extends Enum<E>> Validator oneOf(E fallback) {
        Class<E> type = fallback.getDeclaringClass();
        return described(
                (name, value) -> {
                    if (Arrays.stream(type.getEnumConstants())
                            .noneMatch(each -> text(each).equals(value))) {
                        throw refusal(name, value, "expected " + choices(type), text(fallback));
                    }
                },
                choices(type));
    }

    /** A whole number of {@code least} to {@code most}. */
    public static Validator between(long least, long most, long fallback) {
        String range = least + " to " + most;
        return described(
                (name, value) -> {
                    if (value == null) {
                        return; // not a number: said by whoever parsed it
                    }
                    long number = ((Number) value).longValue();
                    if (number < least || number > most) {
                        throw refusal(name, value, "expected " + range, String.valueOf(fallback));
                    }
                },
                range);
    }

    /** The constant that {@link #oneOf} let pass. */
    public static <E extends Enum<E>> E choice(Class<E> type, String value) {
        return Enum.valueOf(
                type, value.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
    }

    /** How a constant is written in a configuration. */
    public static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', constant instanceof Dashed ? '-' : '.');
    }

    /** A refusal in the one wording: {@code expected} says what is allowed, {@code fallback} is the default. */
    public static ConfigException refusal(String name, Object value, String expected, String fallback) {
        return new ConfigException(name, value, expected + ". Omit it for the default, " + fallback + ".");
    }

    private static String choices(Class<? extends Enum<?>> type) {
        String all =
                Arrays.stream(type.getEnumConstants()).map(ConfigChecks::text).collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
    }

    /** {@code check}, which the generated configuration reference shows as {@code description}. */
    public static Validator described(Validator check, String description) {
        return new Validator() {
            @Override
            public void ensureValid(String name, Object value) {
                check.ensureValid(name, value);
            }

            @Override
            public String toString() {
                return description;
            }
        };
    }
}
