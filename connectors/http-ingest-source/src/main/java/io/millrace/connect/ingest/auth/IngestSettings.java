// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.records.ConfigChecks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings as Kafka reads them, before it has checked them. One that it cannot read has its default: it says so itself. */
final class IngestSettings {
    private static final ConfigDef DEF = definition();

    private final Map<String, Object> values = new HashMap<>();
    private final Set<String> wrong = new HashSet<>();

    IngestSettings(Map<String, String> props) {
        DEF.configKeys().forEach((key, known) -> {
            Object value = read(key, props.get(key), known);
            values.put(key, value == null ? known.defaultValue : value);
        });
    }

    private static ConfigDef definition() {
        ConfigDef def = new ConfigDef();
        IngestAuthOptions.define(def);
        return def;
    }

    private @Nullable Object read(String key, @Nullable String text, ConfigDef.ConfigKey known) {
        try {
            Object value = ConfigDef.parseType(key, text, known.type);
            if (value != null && known.validator != null) {
                known.validator.ensureValid(key, value);
            }
            return value;
        } catch (ConfigException e) {
            wrong.add(key);
            return null;
        }
    }

    /** In the order in which they are defined. */
    static Iterable<String> keys() {
        return DEF.configKeys().keySet();
    }

    /** Set to what it cannot be. */
    boolean isWrong(String key) {
        return wrong.contains(key);
    }

    /** Set, and to something else than tools write that post every setting there is. */
    boolean isChanged(String key) {
        return !Objects.equals(values.get(key), DEF.defaultValues().get(key)) && !isEmpty(key);
    }

    boolean isEmpty(String key) {
        Object value = values.get(key);
        return value instanceof Password
                ? secrets(key).isEmpty()
                : value == null || value.equals("") || value.equals(List.of());
    }

    String text(String key) {
        return values.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(values.get(key));
    }

    boolean isTrue(String key) {
        return Boolean.TRUE.equals(values.get(key));
    }

    List<String> list(String key) {
        return values.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    List<String> secrets(String key) {
        return values.get(key) instanceof Password secret ? Secrets.split(secret.value()) : List.of();
    }

    <E extends Enum<E>> E choice(Class<E> type, String key) {
        return ConfigChecks.choice(type, text(key));
    }
}
