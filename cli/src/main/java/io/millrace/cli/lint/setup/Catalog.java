// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.setup;

import io.millrace.cli.terminal.Similar;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.connect.runtime.isolation.Plugins;

/** Plugins by class or alias, as settings name them. They are loaded when the first one is asked for. */
public final class Catalog {
    private final Supplier<Plugins> source;
    private final Map<String, Optional<Plugin>> found = new HashMap<>();
    private Optional<Plugins> loaded = Optional.empty();

    public Catalog(Supplier<Plugins> source) {
        this.source = source;
    }

    /** The plugin of a class or alias; nothing where it is not on the plugin path, or cannot be instantiated. */
    public Optional<Plugin> find(String name) {
        return found.computeIfAbsent(name, this::load);
    }

    /** The class that was likely meant by a name that is none: a nested one, or one spelled nearly so. */
    public Optional<String> meant(String name) {
        if (find(name + "$Value").isPresent()) {
            return Optional.of(name + "$Value");
        }
        Plugins plugins = loaded.orElseThrow();
        Set<String> names = new TreeSet<>();
        Stream.of(
                        plugins.connectors(),
                        plugins.transformations(),
                        plugins.predicates(),
                        plugins.converters(),
                        plugins.headerConverters())
                .flatMap(Set::stream)
                .forEach(plugin -> names.add(plugin.className()));
        return Similar.to(name, names);
    }

    private Optional<Plugin> load(String name) {
        if (loaded.isEmpty()) {
            loaded = Optional.of(source.get());
        }
        try {
            return Optional.of(new Plugin(instance(loaded.get().pluginClass(name))));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Made as a worker makes it: its own class loader is the thread's meanwhile. */
    private static Object instance(Class<?> type) throws ReflectiveOperationException {
        ClassLoader former = Plugins.compareAndSwapLoaders(type.getClassLoader());
        try {
            return type.getDeclaredConstructor().newInstance();
        } finally {
            Plugins.compareAndSwapLoaders(former);
        }
    }
}
