// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import java.util.List;
import java.util.stream.Collectors;

/** For documentation. A page names no version and no place, so that it changes only when the settings do. */
final class MarkdownView implements View {
    @Override
    public String list(List<Plugin> plugins) {
        return "| plugin | kind | version | class |\n|---|---|---|---|\n"
                + plugins.stream()
                        .map(plugin -> "| %s | %s | %s | `%s` |\n"
                                .formatted(plugin.name(), labels(plugin), plugin.version(), TextView.classes(plugin)))
                        .collect(Collectors.joining());
    }

    private static String labels(Plugin plugin) {
        return plugin.kinds().stream().map(Kind::label).collect(Collectors.joining(" and "));
    }

    @Override
    public String page(Plugin plugin, Settings settings, List<Plugin> versions) {
        String classes = plugin.classes().stream()
                .map(type -> "`" + type.getName() + "`")
                .collect(Collectors.joining(" and "));
        String kinds = labels(plugin);
        StringBuilder page = new StringBuilder("# " + plugin.name() + " configuration\n\n"
                + Character.toUpperCase(kinds.charAt(0)) + kinds.substring(1) + ", class " + classes
                + ". This page is generated from the plugin's own definitions.\n");
        if (settings.all().isEmpty()) {
            page.append("\n").append(settings.instead()).append("\n");
        }
        String group = "";
        for (Setting setting : settings.all()) {
            String next = setting.group().orElse("");
            if (!next.equals(group)) {
                page.append("\n## ").append(next).append('\n');
                group = next;
            }
            page.append(setting(setting));
        }
        return page.toString();
    }

    private static String setting(Setting setting) {
        return "\n### `" + setting.name() + "`\n\n"
                + (setting.documentation().isEmpty() ? "" : setting.documentation() + "\n\n")
                + "- Type: " + setting.type() + "\n"
                + "- Default: " + standard(setting) + "\n"
                + setting.range()
                        .map(range -> "- Valid values: " + range + "\n")
                        .orElse("")
                + "- Importance: " + setting.importance() + "\n";
    }

    private static String standard(Setting setting) {
        return setting.isRequired()
                ? "none, required"
                : setting.standard().map(value -> "`" + value + "`").orElse("empty");
    }
}
