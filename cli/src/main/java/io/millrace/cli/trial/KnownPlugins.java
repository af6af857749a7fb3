// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.runtime.isolation.PluginDesc;
import org.apache.kafka.connect.runtime.isolation.PluginUtils;
import org.apache.kafka.connect.runtime.isolation.Plugins;

/** The plugins on the path, looked up by class or alias. */
final class KnownPlugins {
    private final Plugins plugins;

    KnownPlugins(Plugins plugins) {
        this.plugins = plugins;
    }

    Optional<PluginDesc<?>> source(String name) {
        return find(plugins.sourceConnectors(), name);
    }

    Optional<PluginDesc<?>> sink(String name) {
        return find(plugins.sinkConnectors(), name);
    }

    Optional<PluginDesc<?>> converter(String name) {
        return find(plugins.converters(), name);
    }

    Set<String> connectors() {
        Set<String> names = names(plugins.sourceConnectors());
        names.addAll(names(plugins.sinkConnectors()));
        return names;
    }

    Set<String> transforms() {
        return names(plugins.transformations());
    }

    Set<String> predicates() {
        return names(plugins.predicates());
    }

    Set<String> converters() {
        return names(plugins.converters());
    }

    Set<String> headerConverters() {
        return names(plugins.headerConverters());
    }

    private static <T> Optional<PluginDesc<?>> find(Collection<PluginDesc<T>> among, String name) {
        return among.stream()
                .filter(plugin -> plugin.className().equals(name)
                        || PluginUtils.simpleName(plugin).equals(name)
                        || PluginUtils.prunedName(plugin).equals(name))
                .<PluginDesc<?>>map(plugin -> plugin)
                .findFirst();
    }

    private static Set<String> names(Collection<? extends PluginDesc<?>> plugins) {
        Set<String> names = new TreeSet<>();
        plugins.forEach(plugin -> names.add(plugin.className()));
        return names;
    }
}
