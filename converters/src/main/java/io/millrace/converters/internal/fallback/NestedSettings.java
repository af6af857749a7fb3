// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.fallback;

import io.millrace.records.ConfigChecks;
import io.millrace.records.Side;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * What is set for one of the converters.
 *
 * @param prefix what its keys begin with, {@code converters.avro.}
 * @param own its settings, without the prefix
 */
record NestedSettings(String name, String prefix, Map<String, Object> own) {
    private static final String TYPE = "type";
    private static final String WHEN = "when";
    /** Connect tells every converter whether it is for keys; older ones are told by a parameter alone. */
    private static final String CONVERTER_TYPE = "converter.type";

    /** The converter, ready to use. */
    Nested configured(Side side) {
        Set<When> when = when();
        Converter converter = make();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(converter.getClass().getClassLoader());
        try {
            Map<String, Object> settings = passedOn();
            settings.put(CONVERTER_TYPE, side.label());
            converter.configure(settings, side == Side.KEY);
        } catch (ConfigException e) {
            ConfigException refusal =
                    new ConfigException("Configuration of converter " + name + " (" + prefix + "*): " + e.getMessage());
            refusal.initCause(e);
            throw refusal;
        } finally {
            thread.setContextClassLoader(before);
        }
        return new Nested(name, converter, when);
    }

    /** What is wrong with its settings, by whole key. Its class is loaded and asked; nothing is configured. */
    List<ConfigValue> problems() {
        List<ConfigValue> problems = new ArrayList<>();
        try {
            when();
        } catch (ConfigException e) {
            problems.add(problem(WHEN, List.of(String.valueOf(e.getMessage()))));
        }
        try {
            ConfigDef def = make().config();
            if (def != null) {
                problems.addAll(problems(def));
            }
        } catch (ConfigException e) {
            problems.add(problem(TYPE, List.of(String.valueOf(e.getMessage()))));
        }
        return problems;
    }

    private List<ConfigValue> problems(ConfigDef def) {
        Map<String, String> settings = new HashMap<>();
        passedOn().forEach((key, value) -> settings.put(key, value == null ? null : value.toString()));
        settings.put(CONVERTER_TYPE, Side.VALUE.label()); // either will do: it is not the user's to set
        List<ConfigValue> problems = new ArrayList<>();
        for (ConfigValue value : def.validate(settings)) {
            if (!value.errorMessages().isEmpty()) {
                problems.add(problem(value.name(), value.errorMessages()));
            }
        }
        return problems;
    }

    /** Without the value, which may be a secret. */
    private ConfigValue problem(String key, List<String> messages) {
        return new ConfigValue(prefix + key, null, List.of(), new ArrayList<>(messages));
    }

    private Map<String, Object> passedOn() {
        Map<String, Object> settings = new HashMap<>(own);
        settings.remove(TYPE);
        settings.remove(WHEN);
        return settings;
    }

    private Set<When> when() {
        Object configured = own.get(WHEN);
        if (configured == null) {
            return EnumSet.of(When.ALWAYS);
        }
        Set<When> conditions = EnumSet.noneOf(When.class);
        for (String each : configured.toString().split(",", -1)) {
            conditions.add(Arrays.stream(When.values())
                    .filter(when -> ConfigChecks.text(when).equals(each.strip()))
                    .findFirst()
                    .orElseThrow(() -> new ConfigException(
                            prefix + WHEN,
                            configured,
                            "expected some of " + String.join(", ", When.names())
                                    + ". Omit it for the default, always.")));
        }
        return conditions;
    }

    private Converter make() {
        Object type = own.get(TYPE);
        if (type == null || type.toString().isBlank()) {
            throw new ConfigException("Configuration " + prefix + TYPE
                    + " is not set. Set it to the class of a converter, such as"
                    + " io.millrace.converters.AvroConverter.");
        }
        Class<?> found = load(type.toString().strip());
        if (found == null || !Converter.class.isAssignableFrom(found)) {
            throw new ConfigException(
                    prefix + TYPE,
                    type,
                    (found == null ? "no such class in the worker or its plugins" : "no converter")
                            + ". Put its plugin into the worker's plugin.path, or correct the name.");
        }
        try {
            return (Converter) found.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw cannotMake(type, e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw cannotMake(type, e);
        }
    }

    private ConfigException cannotMake(Object type, @Nullable Throwable cause) {
        ConfigException refusal = new ConfigException(prefix + TYPE, type, "cannot be made: " + cause);
        refusal.initCause(cause);
        return refusal;
    }

    /** From this plugin, whose loader also asks the worker and, for their classes, the other plugins. */
    private static @Nullable Class<?> load(String type) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        for (ClassLoader loader : new ClassLoader[] {NestedSettings.class.getClassLoader(), context}) {
            try {
                return Class.forName(type, true, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                // perhaps the next
            }
        }
        return null;
    }
}
