// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.setup;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings that a connector of Debezium reads. Its {@code config()} leaves some out; the constants of its configuration's class, which is
 * named after the connector's, and of those that this extends, are all.
 */
final class DebeziumFields {
    private static final String CONNECTORS = "io.debezium.connector.";
    private static final String FIELD = "io.debezium.config.Field";

    private DebeziumFields() {}

    /** Nothing for other plugins, and where Debezium has been arranged otherwise. */
    static Set<String> of(Object plugin) {
        Set<String> names = new TreeSet<>();
        if (!plugin.getClass().getName().startsWith(CONNECTORS)) {
            return names;
        }
        try {
            ClassLoader loader = plugin.getClass().getClassLoader();
            Class<?> type = Class.forName(plugin.getClass().getName() + "Config", true, loader);
            for (; type != null && type != Object.class; type = type.getSuperclass()) {
                add(type, names);
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            return names;
        }
        return names;
    }

    private static void add(Class<?> type, Set<String> names) throws ReflectiveOperationException {
        for (Field constant : type.getDeclaredFields()) {
            if (Modifier.isStatic(constant.getModifiers())
                    && constant.getType().getName().equals(FIELD)) {
                constant.setAccessible(true);
                Object field = constant.get(null);
                if (field != null) {
                    names.add((String) field.getClass().getMethod("name").invoke(field));
                }
            }
        }
    }
}
