// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.jspecify.annotations.Nullable;

/**
 * One setting as its plugin defines it.
 *
 * @param type in lower case, as Kafka's documentation has it
 * @param isRequired whether there is no default
 * @param standard the default as text; none where it is required, empty or a secret
 * @param range in words, what else than the type a value must be
 * @param importance in lower case
 * @param group none where the plugin has no groups
 * @param title what a user interface shows for the name
 */
record Setting(
        String name,
        String type,
        boolean isRequired,
        Optional<String> standard,
        Optional<String> range,
        String importance,
        Optional<String> group,
        Optional<String> title,
        String documentation) {
    static Setting of(ConfigKey key) {
        return new Setting(
                key.name,
                lower(key.type),
                !key.hasDefault(),
                key.hasDefault() ? standard(key) : Optional.empty(),
                range(key.validator),
                lower(key.importance),
                said(key.group),
                said(key.displayName),
                key.documentation == null ? "" : key.documentation.strip());
    }

    private static Optional<String> standard(ConfigKey key) {
        return key.type == ConfigDef.Type.PASSWORD
                ? Optional.empty()
                : said(ConfigDef.convertToString(key.defaultValue, key.type));
    }

    /** Some validators have words for what they allow; others would only show where they are in memory. */
    private static Optional<String> range(ConfigDef.@Nullable Validator validator) {
        String words = validator == null ? "" : validator.toString();
        boolean isObject = validator != null
                && words.equals(
                        validator.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(validator)));
        return isObject ? Optional.empty() : said(words);
    }

    private static Optional<String> said(@Nullable String text) {
        return Optional.ofNullable(text).filter(given -> !given.isEmpty());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** In a sentence: {@code default 5}, {@code required}. */
    String presence() {
        return isRequired
                ? "required"
                : standard.map(value -> "default " + value).orElse("default empty");
    }
}
