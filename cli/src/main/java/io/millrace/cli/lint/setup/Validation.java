// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.setup;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin says of its settings.
 *
 * @param keys the settings that it knows, so far as it tells
 * @param isThorough whether it looks for unknown keys itself
 */
public record Validation(List<Refusal> refusals, Set<String> keys, boolean isThorough) {
    /** A connector with {@code Config validateOffline(Map<String, String>)} checks rules between its keys by it. */
    private static final String OFFLINE = "validateOffline";

    /** Debezium's connectors check each of their fields by it, before they try to connect. */
    private static final String DEBEZIUM = "validateAllFields";

    private static final String DEBEZIUM_CONFIGURATION = "io.debezium.config.Configuration";

    public Validation {
        refusals = List.copyOf(refusals);
        keys = Set.copyOf(keys);
    }

    /** By declarations, and by what of the plugin's own checks is known to open no connections. */
    static Validation offline(Plugin plugin, Map<String, String> settings) {
        Object instance = plugin.instance();
        try {
            if (instance instanceof Connector connector) {
                Method own = method(instance.getClass(), OFFLINE, Map.class);
                if (own != null) {
                    return of(plugin, ((Config) own.invoke(instance, settings)).configValues(), true);
                }
                Collection<ConfigValue> debezium = debezium(instance, settings);
                if (!debezium.isEmpty()) {
                    return of(plugin, debezium, false);
                }
                if (isKafkas(instance)) {
                    return of(plugin, connector.validate(settings).configValues(), false);
                }
            }
            return of(plugin, plugin.def().validateAll(settings).values(), false);
        } catch (InvocationTargetException e) {
            return refused(plugin, e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return refused(plugin, e);
        }
    }

    static Validation online(Plugin plugin, Map<String, String> settings) {
        try {
            Connector connector = (Connector) plugin.instance();
            return of(plugin, connector.validate(settings).configValues(), true);
        } catch (RuntimeException | LinkageError e) {
            return refused(plugin, e);
        }
    }

    private static boolean isKafkas(Object instance) {
        return instance.getClass().getName().startsWith("org.apache.kafka.connect.");
    }

    private static Collection<ConfigValue> debezium(Object instance, Map<String, String> settings)
            throws ReflectiveOperationException {
        ClassLoader loader = instance.getClass().getClassLoader();
        if (loader == null || !instance.getClass().getName().startsWith("io.debezium.")) {
            return List.of();
        }
        Class<?> type = Class.forName(DEBEZIUM_CONFIGURATION, true, loader);
        Method validate = method(instance.getClass(), DEBEZIUM, type);
        if (validate == null) {
            return List.of();
        }
        Object configuration = type.getMethod("from", Map.class).invoke(null, settings);
        return ((Map<?, ?>) validate.invoke(instance, configuration))
                .values().stream().map(ConfigValue.class::cast).toList();
    }

    private static @Nullable Method method(Class<?> type, String name, Class<?> parameter) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                if (method.getName().equals(name)
                        && List.of(method.getParameterTypes()).equals(List.of(parameter))) {
                    method.setAccessible(true);
                    return method;
                }
            }
        }
        return null;
    }

    private static Validation of(Plugin plugin, Collection<ConfigValue> values, boolean isThorough) {
        Set<String> keys = new TreeSet<>(plugin.keys());
        keys.addAll(DebeziumFields.of(plugin.instance()));
        List<Refusal> refusals = values.stream()
                .flatMap(value -> value.errorMessages().stream().map(text -> new Refusal(value.name(), text)))
                .toList();
        Set<String> wrong = new TreeSet<>();
        refusals.forEach(refusal -> wrong.add(refusal.key()));
        values.stream()
                .map(ConfigValue::name)
                .filter(name -> !wrong.contains(name))
                .forEach(keys::add);
        return new Validation(refusals, keys, isThorough);
    }

    private static Validation refused(Plugin plugin, Throwable reason) {
        String text = reason instanceof ConfigException ? reason.getMessage() : "The check failed: " + reason;
        return new Validation(List.of(new Refusal("", String.valueOf(text))), plugin.keys(), false);
    }
}
