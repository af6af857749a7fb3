// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import io.millrace.cli.terminal.Problem;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.runtime.isolation.LoaderSwap;
import org.apache.kafka.connect.runtime.isolation.PluginDesc;
import org.apache.kafka.connect.runtime.isolation.Plugins;

/**
 * A plugin where it was found.
 *
 * @param kinds what it is; some converters are header converters too
 * @param classes what can be configured: the class, or the {@code Key} and {@code Value} in an abstract one
 * @param aliases short names that Connect takes for it
 * @param description what Connect knows of the first of the classes
 */
record Plugin(Set<Kind> kinds, List<Class<?>> classes, Set<String> aliases, PluginDesc<?> description) {
    Plugin {
        kinds = java.util.Collections.unmodifiableSet(new TreeSet<>(kinds));
        classes = List.copyOf(classes);
        aliases = java.util.Collections.unmodifiableSet(new TreeSet<>(aliases));
    }

    /** The class that {@code type} is described with: itself, or the abstract one around it. */
    static Class<?> host(Class<?> type) {
        Class<?> around = type.getNestHost();
        return Modifier.isAbstract(around.getModifiers()) ? around : type;
    }

    /** What people call it: {@code MaskFields}. */
    String name() {
        return host().getSimpleName();
    }

    /** With its package: {@code io.millrace.transforms.MaskFields}. */
    String className() {
        return host().getName();
    }

    private Class<?> host() {
        return host(classes.get(0));
    }

    /** As it says; {@code undefined} where it says none. */
    String version() {
        return description.version();
    }

    /** The folder or jar; {@code classpath} for those that come with this program. */
    String location() {
        String given = description.location();
        return given.startsWith("file:") ? Path.of(URI.create(given)).toString() : given;
    }

    Kind kind() {
        return kinds.iterator().next();
    }

    /** Whether it can be called so: by class or by alias, in any case of letters. */
    boolean isCalled(String called) {
        return names().anyMatch(called::equalsIgnoreCase);
    }

    /** All that it can be called. */
    Stream<String> names() {
        return Stream.of(Stream.of(className(), name()), classes.stream().map(Class::getName), aliases.stream())
                .flatMap(names -> names);
    }

    /** Its settings, from an instance made as a worker makes one. */
    Settings settings(Plugins plugins) {
        LoaderSwap swap = plugins.withClassLoader(description.loader());
        try {
            Object instance = classes.get(0).getDeclaredConstructor().newInstance();
            ConfigDef definition = kind().settings(instance);
            return definition == null ? Settings.UNTOLD : Settings.of(definition);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw unusable(e);
        } finally {
            swap.close();
        }
    }

    private Problem unusable(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new Problem(
                "Cannot describe %s: it fails when it is made (%s). Look whether all of its jars are in %s."
                        .formatted(className(), cause, location()),
                failure);
    }
}
