// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.setup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * A transform, predicate or converter of a connector.
 *
 * @param alias its name in the connector: {@code unwrap}, or {@code value.converter}
 * @param typeKey the setting that names its class
 * @param prefix what its settings begin with
 * @param type its class or alias; empty where the connector names none
 * @param settings its settings, without prefix, and without those that Connect reads itself
 * @param validation what the plugin says of them
 */
public record Part(
        Kind kind,
        String alias,
        String typeKey,
        String prefix,
        String type,
        Map<String, String> settings,
        Optional<Plugin> plugin,
        Optional<Validation> validation) {
    private static final String CONVERTER_TYPE = "converter.type";

    /** The kinds of parts, and which of their settings Connect reads itself. */
    public enum Kind {
        TRANSFORM("a transform", Transformation.class, "type", "predicate", "negate", "plugin.version"),
        PREDICATE("a predicate", Predicate.class, "type", "plugin.version"),
        CONVERTER("a converter", Converter.class, "plugin.version"),
        HEADER_CONVERTER("a header converter", HeaderConverter.class, "plugin.version");

        private final String text;
        private final Class<?> type;

        @SuppressWarnings("ImmutableEnumChecker") // copied in, and out
        private final List<String> connects;

        Kind(String text, Class<?> type, String... connects) {
            this.text = text;
            this.type = type;
            this.connects = List.of(connects);
        }

        /** The interface that its plugins implement. */
        public Class<?> type() {
            return type;
        }

        /** The settings that Connect reads itself. */
        public Set<String> connects() {
            return Set.copyOf(connects);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static Part of(Kind kind, String alias, String typeKey, Map<String, String> config, Catalog catalog) {
        String prefix = kind == Kind.TRANSFORM || kind == Kind.PREDICATE
                ? typeKey.substring(0, typeKey.length() - "type".length())
                : typeKey + ".";
        Map<String, String> settings = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(prefix) && !kind.connects.contains(key.substring(prefix.length()))) {
                settings.put(key.substring(prefix.length()), value);
            }
        });
        String type = config.getOrDefault(typeKey, "").strip();
        Optional<Plugin> plugin = type.isEmpty() || Placeholders.isIn(type) ? Optional.empty() : catalog.find(type);
        Optional<Validation> validation =
                plugin.filter(found -> found.is(kind.type)).map(found -> found.check(complete(kind, alias, settings)));
        return new Part(kind, alias, typeKey, prefix, type, settings, plugin, validation);
    }

    /** With what a worker adds: converters are told what they convert. */
    private static Map<String, String> complete(Kind kind, String alias, Map<String, String> settings) {
        if (kind == Kind.TRANSFORM || kind == Kind.PREDICATE) {
            return settings;
        }
        Map<String, String> complete = new LinkedHashMap<>(settings);
        complete.put(CONVERTER_TYPE, alias.substring(0, alias.indexOf('.')));
        return complete;
    }

    /** Whether this is of a class, by its name without package, or with its outer class: {@code Filter}, {@code ReplaceField$Value}. */
    public boolean isA(String name) {
        String full = plugin.map(Plugin::className).orElse(type);
        return full.substring(full.lastIndexOf('.') + 1).equals(name);
    }

    /** A setting, or what holds without it. */
    public String get(String key, String fallback) {
        return settings.getOrDefault(key, fallback);
    }
}
