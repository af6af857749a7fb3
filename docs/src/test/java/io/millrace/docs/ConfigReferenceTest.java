// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.docs.LinksTest.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code docs/config/} says what the plugins' {@code ConfigDef}s say. {@code -Dmillrace.docs.update=true} writes the
 * pages anew.
 */
class ConfigReferenceTest {
    private static final Path PAGES = Repository.ROOT.resolve("docs/config");

    @TestFactory
    Stream<DynamicTest> everyPluginHasAnUpToDatePage() {
        return plugins().stream().map(plugin -> DynamicTest.dynamicTest(plugin.name(), () -> check(plugin)));
    }

    @Test
    void everyPageBelongsToAPlugin() throws IOException {
        List<String> expected = plugins().stream().map(Plugin::page).sorted().toList();

        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString()).sorted())
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyKeyIsDocumentedGroupedAndNamed() {
        for (Plugin plugin : plugins()) {
            for (ConfigKey key : plugin.documented()) {
                assertThat(key.documentation).as(plugin.name() + " " + key.name).isNotBlank();
                assertThat(key.group).as(plugin.name() + " " + key.name).isNotBlank();
                assertThat(key.displayName).as(plugin.name() + " " + key.name).isNotBlank();
            }
        }
    }

    private static void check(Plugin plugin) throws IOException {
        Path page = PAGES.resolve(plugin.page());
        if (Boolean.getBoolean("millrace.docs.update")) {
            Files.createDirectories(PAGES);
            Files.writeString(page, plugin.render());
        }
        assertThat(page)
                .as("run mvn -pl docs -am test -Dmillrace.docs.update=true")
                .content()
                .isEqualTo(plugin.render());
    }

    private static List<Plugin> plugins() {
        List<Plugin> plugins = new ArrayList<>();
        ServiceLoader.load(SourceConnector.class).forEach(c -> plugins.add(new Plugin(c.getClass(), c.config())));
        ServiceLoader.load(SinkConnector.class).forEach(c -> plugins.add(new Plugin(c.getClass(), c.config())));
        ServiceLoader.load(Transformation.class).forEach(t -> plugins.add(new Plugin(t.getClass(), t.config())));
        ServiceLoader.load(Predicate.class).forEach(p -> plugins.add(new Plugin(p.getClass(), p.config())));
        ServiceLoader.load(Converter.class).forEach(c -> plugins.add(new Plugin(c.getClass(), c.config())));
        plugins.removeIf(plugin -> !plugin.type().getName().startsWith("io.millrace."));
        Set<String> pages = new HashSet<>();
        plugins.removeIf(plugin -> !pages.add(plugin.page()));
        plugins.sort(Comparator.comparing(Plugin::name));
        return plugins;
    }

    private record Plugin(Class<?> type, ConfigDef config) {
        /** A transform's {@code Key} and {@code Value} share the name of the class that they are in. */
        String name() {
            return host().getSimpleName();
        }

        private Class<?> host() {
            return type.getNestHost();
        }

        private String classes() {
            return Stream.of(type == host() ? new Class<?>[] {type} : host().getClasses())
                    .map(each -> "`" + each.getName() + "`")
                    .sorted()
                    .collect(Collectors.joining(" and "));
        }

        String page() {
            return name() + ".md";
        }

        String render() {
            StringBuilder page = new StringBuilder("# " + name() + " configuration\n\nClass " + classes()
                    + ". This page is generated from the plugin's own definitions.\n");
            if (documented().isEmpty()) {
                page.append("\nIt has no settings.\n");
            }
            String group = "";
            for (ConfigKey key : documented()) {
                if (!key.group.equals(group)) {
                    group = key.group;
                    page.append("\n## ").append(group).append('\n');
                }
                page.append(describe(key));
            }
            return page.toString();
        }

        List<ConfigKey> documented() {
            List<String> groups = config.groups();
            return config.configKeys().values().stream()
                    .filter(key -> !key.internalConfig)
                    .sorted(Comparator.<ConfigKey>comparingInt(key -> groups.indexOf(key.group))
                            .thenComparingInt(key -> key.orderInGroup)
                            .thenComparing(key -> key.name))
                    .toList();
        }

        private static String describe(ConfigKey key) {
            StringBuilder text = new StringBuilder("\n### `" + key.name + "`\n\n");
            text.append(key.documentation.strip()).append("\n\n");
            text.append("- Type: ")
                    .append(key.type.name().toLowerCase(java.util.Locale.ROOT))
                    .append('\n');
            text.append("- Default: ").append(defaultOf(key)).append('\n');
            if (key.validator != null) {
                text.append("- Valid values: ").append(key.validator).append('\n');
            }
            text.append("- Importance: ")
                    .append(key.importance.name().toLowerCase(java.util.Locale.ROOT))
                    .append('\n');
            return text.toString();
        }

        private static String defaultOf(ConfigKey key) {
            if (!key.hasDefault()) {
                return "none, required";
            }
            if (key.type == ConfigDef.Type.PASSWORD) {
                return "empty";
            }
            Object value = ConfigDef.convertToString(key.defaultValue, key.type);
            return value == null || value.toString().isEmpty() ? "empty" : "`" + value + "`";
        }
    }
}
