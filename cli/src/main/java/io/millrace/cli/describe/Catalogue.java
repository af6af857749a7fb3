// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import io.millrace.cli.terminal.Problem;
import io.millrace.cli.terminal.Similar;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.runtime.isolation.PluginDesc;
import org.apache.kafka.connect.runtime.isolation.PluginUtils;
import org.apache.kafka.connect.runtime.isolation.Plugins;

/** The plugins that were found, by location, kind and name. */
record Catalogue(List<Plugin> all) {
    private static final Comparator<Plugin> ORDER = Comparator.comparing(Plugin::location)
            .thenComparing(Plugin::kind)
            .thenComparing(Plugin::name)
            .thenComparing(Plugin::className);
    /** Connect's own order of versions, within a class. */
    private static final Comparator<Plugin> NEWEST_FIRST =
            Comparator.<Plugin, PluginDesc<?>>comparing(Plugin::description).reversed();

    Catalogue {
        all = List.copyOf(all);
    }

    static Catalogue of(Plugins plugins) {
        Map<Kind, Set<? extends PluginDesc<?>>> found = new EnumMap<>(Map.of(
                Kind.SOURCE, plugins.sourceConnectors(),
                Kind.SINK, plugins.sinkConnectors(),
                Kind.TRANSFORM, plugins.transformations(),
                Kind.PREDICATE, plugins.predicates(),
                Kind.CONVERTER, plugins.converters(),
                Kind.HEADER_CONVERTER, plugins.headerConverters()));
        Map<Object, Group> groups = new LinkedHashMap<>();
        found.forEach((kind, descriptions) -> descriptions.forEach(each ->
                groups.computeIfAbsent(Group.key(each), any -> new Group()).add(kind, each)));
        Set<String> aliases = aliases(found.values());
        return new Catalogue(groups.values().stream()
                .map(group -> group.plugin(aliases))
                .sorted(ORDER)
                .toList());
    }

    /** Short names that mean one class only. Connect takes no others. */
    private static Set<String> aliases(Collection<Set<? extends PluginDesc<?>>> found) {
        Map<String, Set<String>> classes = new TreeMap<>();
        found.stream()
                .flatMap(Set::stream)
                .forEach(each -> shortNames(each)
                        .forEach(name -> classes.computeIfAbsent(name, any -> new HashSet<>())
                                .add(each.className())));
        classes.values().removeIf(named -> named.size() > 1);
        return classes.keySet();
    }

    private static Stream<String> shortNames(PluginDesc<?> plugin) {
        return Stream.of(PluginUtils.simpleName(plugin), PluginUtils.prunedName(plugin));
    }

    /** Those of these kinds whose class or name has this form, where {@code *} stands for anything. */
    Catalogue matching(String pattern, Collection<Kind> kinds) {
        Pattern form = Pattern.compile(
                Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.CASE_INSENSITIVE);
        return new Catalogue(all.stream()
                .filter(plugin -> kinds.isEmpty() || plugin.kinds().stream().anyMatch(kinds::contains))
                .filter(plugin ->
                        plugin.names().anyMatch(name -> form.matcher(name).matches()))
                .toList());
    }

    /** The newest of each class. */
    Catalogue newest() {
        Set<String> seen = new HashSet<>();
        return new Catalogue(all.stream()
                .sorted(NEWEST_FIRST)
                .filter(plugin -> seen.add(plugin.className()))
                .sorted(Comparator.comparing(Plugin::className))
                .toList());
    }

    /** All versions of the one plugin that is called so, the newest first. */
    List<Plugin> versions(String called) {
        List<Plugin> found = all.stream()
                .filter(plugin -> plugin.isCalled(called))
                .sorted(NEWEST_FIRST)
                .toList();
        Set<String> classes = found.stream().map(Plugin::className).collect(Collectors.toCollection(TreeSet::new));
        if (classes.isEmpty()) {
            throw new Problem("There is no plugin " + called + "." + suggestion(called));
        }
        if (classes.size() > 1) {
            throw new Problem("Several plugins are called " + called + ": " + String.join(", ", classes)
                    + ". Say which by its class.");
        }
        return found;
    }

    private String suggestion(String called) {
        List<String> near =
                Similar.nearest(called, all.stream().map(Plugin::name).toList());
        return near.isEmpty()
                ? " millrace describe lists those that there are; --plugin-path names more folders."
                : " Did you mean " + String.join(", or ", near) + "?";
    }

    /** The descriptions that make one plugin, while they are gathered. */
    private static final class Group {
        private final Set<Kind> kinds = new TreeSet<>();
        private final Map<String, PluginDesc<?>> descriptions = new TreeMap<>();

        static Object key(PluginDesc<?> plugin) {
            return List.of(Plugin.host(plugin.pluginClass()).getName(), plugin.version(), plugin.location());
        }

        void add(Kind kind, PluginDesc<?> plugin) {
            kinds.add(kind);
            descriptions.put(plugin.className(), plugin);
        }

        Plugin plugin(Set<String> aliases) {
            List<PluginDesc<?>> all = List.copyOf(descriptions.values());
            return new Plugin(
                    kinds,
                    all.stream().<Class<?>>map(PluginDesc::pluginClass).toList(),
                    all.stream()
                            .flatMap(Catalogue::shortNames)
                            .filter(aliases::contains)
                            .collect(Collectors.toSet()),
                    all.get(0));
        }
    }
}
