// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import io.millrace.cli.terminal.Colour;
import io.millrace.cli.terminal.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For people: as wide as the terminal, with colours where it has them. Lists keep a line for each plugin in a pipe. */
final class TextView implements View {
    private static final String CONTINUED = "      ";
    private static final int FACT_WIDTH = 10;

    private final Console console;

    TextView(Console console) {
        this.console = console;
    }

    @Override
    public String list(List<Plugin> plugins) {
        Columns columns = new Columns(
                widest(plugins, plugin -> kinds(plugin)),
                widest(plugins, Plugin::name),
                widest(plugins, Plugin::version));
        Map<String, List<Plugin>> byLocation = plugins.stream()
                .collect(Collectors.groupingBy(Plugin::location, LinkedHashMap::new, Collectors.toList()));
        return byLocation.entrySet().stream()
                .map(each -> console.paint(Colour.BOLD, each.getKey()) + "\n"
                        + each.getValue().stream()
                                .map(plugin -> line(plugin, columns))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private static int widest(List<Plugin> plugins, Function<Plugin, String> text) {
        return plugins.stream()
                .mapToInt(each -> text.apply(each).length())
                .max()
                .orElse(0);
    }

    private String line(Plugin plugin, Columns columns) {
        String start = "  " + pad(kinds(plugin), columns.kind()) + "  ";
        String version = pad(plugin.version(), columns.version());
        int used = start.length() + columns.name() + 2 + columns.version() + 2;
        String classes = classes(plugin);
        boolean isTooLong = console.isTerminal() && used + classes.length() > console.width();
        String gap = isTooLong ? "\n" + " ".repeat(start.length()) : "  ";
        return start + console.paint(Colour.CYAN, plugin.name())
                + " ".repeat(columns.name() - plugin.name().length()) + "  "
                + (isTooLong ? version.stripTrailing() : version) + gap
                + console.paint(Colour.DIM, classes) + "\n";
    }

    /** {@code io.millrace.transforms.MaskFields$Key, $Value}. */
    static String classes(Plugin plugin) {
        String first = plugin.classes().get(0).getName();
        return plugin.classes().stream()
                .skip(1)
                .map(type -> ", $" + type.getSimpleName())
                .collect(Collectors.joining("", first, ""));
    }

    private static String kinds(Plugin plugin) {
        return plugin.kinds().stream().map(Kind::toString).collect(Collectors.joining(", "));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    @Override
    public String page(Plugin plugin, Settings settings, List<Plugin> versions) {
        String kinds = plugin.kinds().stream().map(Kind::label).collect(Collectors.joining(" and "));
        Stream<String> facts = Stream.of(
                        plugin.classes().stream().map(type -> fact("class", type.getName())),
                        plugin.aliases().stream().map(alias -> fact("alias", alias)),
                        Stream.of(fact("from", plugin.location())),
                        versions.stream()
                                .filter(other -> !other.equals(plugin))
                                .map(other ->
                                        fact("also", other.name() + "@" + other.version() + " in " + other.location())))
                .flatMap(each -> each);
        return console.paint(Colour.BOLD, plugin.name()) + "  " + kinds + ", version " + plugin.version() + "\n\n"
                + facts.collect(Collectors.joining())
                + settings(settings);
    }

    private static String fact(String label, String value) {
        return "  " + pad(label, FACT_WIDTH) + value + "\n";
    }

    private String settings(Settings settings) {
        if (settings.all().isEmpty()) {
            return "\n" + settings.instead() + "\n";
        }
        StringBuilder text = new StringBuilder();
        String group = "";
        for (Setting setting : settings.all()) {
            String next = setting.group().orElse("");
            if (!next.equals(group)) {
                text.append('\n').append(console.paint(Colour.BOLD, next)).append('\n');
                group = next;
            }
            text.append('\n').append(setting(setting));
        }
        return text.toString();
    }

    private String setting(Setting setting) {
        String facts = setting.type() + ", " + setting.presence()
                + setting.range().map(range -> "; " + range).orElse("") + "; importance " + setting.importance();
        Colour colour = setting.isRequired() ? Colour.YELLOW : Colour.CYAN;
        return "  " + console.paint(colour, setting.name()) + "\n"
                + indented(facts, Colour.DIM)
                + indented(setting.documentation());
    }

    private String indented(String text, Colour colour) {
        return wrapped(text).stream()
                .map(line -> CONTINUED + console.paint(colour, line) + "\n")
                .collect(Collectors.joining());
    }

    private String indented(String text) {
        return wrapped(text).stream()
                .map(line -> (CONTINUED + line).stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private List<String> wrapped(String text) {
        return new Paragraph(console.width() - CONTINUED.length()).lines(text);
    }

    /** How wide each is. */
    private record Columns(int kind, int name, int version) {}
}
