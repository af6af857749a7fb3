// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.Outcome;
import io.millrace.cli.describe.samples.BrokenPredicate;
import io.millrace.cli.describe.samples.LampSinkConnector;
import io.millrace.cli.describe.samples.Shout;
import io.millrace.cli.describe.samples.SilentPredicate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has a folder of plugins and wants to know what is in it. */
class DescribeCommandTest {
    private static final String SAMPLES = "io.millrace.cli.describe.samples.";

    @TempDir
    private Path directory;

    private PluginFolder plugins;

    @BeforeEach
    void unpackPlugins() {
        plugins = new PluginFolder(directory.resolve("plugins"))
                .with("lamps-1.9", "1.9", SinkConnector.class, LampSinkConnector.class)
                .with("loud", "", Transformation.class, Shout.Key.class, Shout.Value.class);
    }

    @Test
    void listsPluginsByTheFolderThatTheyAreIn() {
        Outcome outcome = describe(SAMPLES + "*");

        assertThat(outcome.out()).isEqualTo("""
                %1$s/lamps-1.9
                  sink       LampSinkConnector  1.9        io.millrace.cli.describe.samples.LampSinkConnector

                %1$s/loud
                  transform  Shout              undefined  io.millrace.cli.describe.samples.Shout$Key, $Value
                """.formatted(plugins));
        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void listsKafkasOwnToo() {
        assertThat(describe().out())
                .contains("\nclasspath\n", " RegexRouter ", " StringConverter ", " converter, header-converter ");
    }

    @Test
    void listsSomeKinds() {
        assertThat(describe("--kind", "sink").out())
                .contains(" LampSinkConnector ")
                .doesNotContain(" Shout ", " RegexRouter ");
        assertThat(describe("--kind", "header-converter,PREDICATE").out())
                .contains(" SimpleHeaderConverter ", " HasHeaderKey ")
                .doesNotContain("LampSinkConnector", "Shout");
    }

    @Test
    void saysWhichKindsThereAre() {
        Outcome outcome = describe("--kind", "drain");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("Invalid value for option '--kind' (KIND): there is no kind drain, expected source, sink,"
                        + " transform, predicate, converter or header-converter\n");
    }

    @Test
    void listsNothingWhereNothingIs() {
        Outcome outcome = describe("org.example.*");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isEqualTo("There is no such plugin. --plugin-path names more folders.\n");
    }

    @Test
    void describesEverySetting() {
        assertThat(describe("LampSinkConnector").out()).isEqualTo("""
                LampSinkConnector  sink connector, version 1.9

                  class     io.millrace.cli.describe.samples.LampSinkConnector
                  alias     LampSink
                  alias     LampSinkConnector
                  from      %s/lamps-1.9

                  lamp.colours
                      list, default red,green; importance low
                      Colours that it has.

                Lamp

                  lamp.brightness
                      int, default 50; [0,...,100]; importance low
                      How bright it shines, in percent of what it can. A record's own field brightness goes before
                      it, if there is one.

                  lamp.url
                      string, required; importance high
                      Where the lamp is.

                Access

                  lamp.password
                      password, default empty; importance medium
                      The lamp's password.
                """.formatted(plugins));
    }

    @Test
    void isNoWiderThanTheTerminal() {
        for (int width : List.of(50, 60, 133)) {
            String page = onTerminal(width, "LampSinkConnector").out();
            String list = onTerminal(width, SAMPLES + "*").out();

            assertThat(page.lines().filter(line -> !line.contains("from ") && !line.contains("class ")))
                    .allMatch(line -> visible(line).length() <= width);
            assertThat(page.replaceAll("\\s+", " ")).contains("A record's own field brightness goes before it");
            assertThat(list.lines().map(DescribeCommandTest::visible))
                    .contains(
                            width < 100
                                    ? "  sink       LampSinkConnector  1.9"
                                    : "  sink       LampSinkConnector  1.9        io.millrace.cli.describe.samples.LampSinkConnector");
        }
    }

    @Test
    void coloursWhatAPersonReads() {
        assertThat(onTerminal(80, "LampSinkConnector").out())
                .contains("\u001b[36mlamp.brightness\u001b[0m", "\u001b[33mlamp.url\u001b[0m");
        assertThat(onTerminal(80, "LampSinkConnector", "--no-color").out()).doesNotContain("\u001b");
        assertThat(onTerminal(80, "LampSinkConnector", "--output", "json").out())
                .doesNotContain("\u001b");
    }

    @Test
    void saysTheSameToPrograms() throws IOException {
        JsonNode lamp = json("LampSinkConnector");

        assertThat(lamp.path("kinds")).hasToString("[\"sink\"]");
        assertThat(lamp.path("classes").path(0).asText()).isEqualTo(SAMPLES + "LampSinkConnector");
        assertThat(lamp.path("location").asText()).isEqualTo(plugins + "/lamps-1.9");
        assertThat(lamp.path("options").findValuesAsText("name"))
                .containsExactly("lamp.colours", "lamp.brightness", "lamp.url", "lamp.password");
        assertThat(lamp.path("options").path(1)).isEqualTo(new ObjectMapper().readTree("""
                {"name": "lamp.brightness", "type": "int", "required": false, "default": "50",
                 "validValues": "[0,...,100]", "importance": "low", "group": "Lamp", "displayName": "Brightness",
                 "documentation": "How bright it shines, in percent of what it can. A record's own field brightness goes before it, if there is one."}
                """));
        assertThat(lamp.path("options").path(2).path("required").asBoolean()).isTrue();
        assertThat(lamp.path("options").path(2).path("default").isNull()).isTrue();
        assertThat(json(SAMPLES + "*").findValuesAsText("name")).containsExactly("LampSinkConnector", "Shout");
    }

    @Test
    void isMarkdownForDocumentation() {
        assertThat(describe("LampSinkConnector", "--output", "markdown").out()).startsWith("""
                # LampSinkConnector configuration

                Sink connector, class `io.millrace.cli.describe.samples.LampSinkConnector`. This page is generated from the plugin's own definitions.

                ### `lamp.colours`

                Colours that it has.

                - Type: list
                - Default: `red,green`
                - Importance: low

                ## Lamp

                ### `lamp.brightness`
                """);
        assertThat(describe(SAMPLES + "*", "--output", "markdown").out()).isEqualTo("""
                | plugin | kind | version | class |
                |---|---|---|---|
                | LampSinkConnector | sink connector | 1.9 | `io.millrace.cli.describe.samples.LampSinkConnector` |
                | Shout | transform | undefined | `io.millrace.cli.describe.samples.Shout$Key, $Value` |
                """);
    }

    @Test
    void writesAPageForEach() throws IOException {
        Path pages = directory.resolve("docs");

        Outcome outcome = describe(SAMPLES + "*", "-o", "markdown", "--directory", pages.toString());

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isEqualTo("%1$s/LampSinkConnector.md\n%1$s/Shout.md\n".formatted(pages));
        try (Stream<Path> files = Files.list(pages)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("LampSinkConnector.md", "Shout.md");
        }
        assertThat(pages.resolve("LampSinkConnector.md"))
                .hasContent(describe("LampSinkConnector", "-o", "markdown").out());
    }

    @Test
    void writesTheOtherPagesWhereAPluginIsBroken() throws IOException {
        plugins.with("broken", "", Predicate.class, BrokenPredicate.class);

        Outcome outcome = describe(SAMPLES + "*", "-o", "json", "--directory", directory + "/docs");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err()).contains("Cannot describe " + SAMPLES + "BrokenPredicate: ");
        assertThat(directory.resolve("docs")).isDirectoryContaining("glob:**LampSinkConnector.json");
        assertThat(directory.resolve("docs")).isDirectoryContaining("glob:**Shout.json");
    }

    @Test
    void writesNoPagesOfOne() {
        Outcome outcome = describe("LampSinkConnector", "--directory", directory.toString());

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("--directory is for several plugins: write * instead of LampSinkConnector.");
    }

    @Test
    void keyAndValueShareAPage() {
        for (String called : List.of("Shout", SAMPLES + "Shout", SAMPLES + "Shout$Key", "shout")) {
            assertThat(describe(called).out()).isEqualTo("""
                    Shout  transform, version undefined

                      class     io.millrace.cli.describe.samples.Shout$Key
                      class     io.millrace.cli.describe.samples.Shout$Value
                      from      %s/loud

                    It has no settings.
                    """.formatted(plugins));
        }
    }

    @Test
    void takesTheNewestOfSeveralVersions() {
        plugins.with("lamps-1.10", "1.10", SinkConnector.class, LampSinkConnector.class);

        assertThat(describe("LampSinkConnector").out())
                .startsWith("LampSinkConnector  sink connector, version 1.10\n")
                .contains("\n  also      LampSinkConnector@1.9 in " + plugins + "/lamps-1.9\n");
        assertThat(describe("LampSink@1.9").out()).startsWith("LampSinkConnector  sink connector, version 1.9\n");
        assertThat(describe("LampSinkConnector@2").err())
                .isEqualTo("There is no version 2 of LampSinkConnector. There is 1.10, 1.9.\n");
    }

    @Test
    void asksWhatWasMeant() {
        assertThat(describe("LmapSinkConnector").err())
                .isEqualTo("There is no plugin LmapSinkConnector. Did you mean LampSinkConnector?\n");
        assertThat(describe("org.example.Shuot").err())
                .isEqualTo("There is no plugin org.example.Shuot. Did you mean Shout?\n");
        assertThat(describe("header").err())
                .isEqualTo("There is no plugin header. Did you mean HeaderFrom, or DropHeaders, or HasHeaderKey?\n");
        Outcome unlike = describe("Xyzzy");
        assertThat(unlike.err())
                .isEqualTo("There is no plugin Xyzzy. millrace describe lists those that there are; --plugin-path names"
                        + " more folders.\n");
        assertThat(unlike.status()).isEqualTo(3);
        assertThat(unlike.out()).isEmpty();
    }

    @Test
    void saysWhichPluginCannotBeUsed() {
        plugins.with("broken", "", Predicate.class, BrokenPredicate.class);

        Outcome outcome = describe("BrokenPredicate");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err())
                .isEqualTo("Cannot describe " + SAMPLES + "BrokenPredicate: it fails when it is made"
                        + " (java.lang.NoClassDefFoundError: org/example/Missing). Look whether all of its jars are in "
                        + plugins + "/broken.\n");
    }

    @Test
    void saysThatAPluginDoesNotSay() {
        plugins.with("silent", "", Predicate.class, SilentPredicate.class);

        assertThat(describe("SilentPredicate").out()).endsWith("\nIt does not say which settings it has.\n");
    }

    @Test
    void saysWhichFolderIsNotThere() {
        Outcome outcome = Outcome.of("describe", "--plugin-path", "/not/there");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err())
                .isEqualTo("The plugin path names /not/there, which is not a folder. Correct --plugin-path.\n");
    }

    private Outcome describe(String... args) {
        return Outcome.of(withPath(args));
    }

    private Outcome onTerminal(int columns, String... args) {
        return Outcome.onTerminal(columns, withPath(args));
    }

    private JsonNode json(String called) throws IOException {
        return new ObjectMapper().readTree(describe(called, "--output", "json").out());
    }

    private String[] withPath(String... args) {
        return Stream.concat(Stream.of("describe", "--plugin-path", plugins.toString()), Stream.of(args))
                .toArray(String[]::new);
    }

    private static String visible(String line) {
        return line.replaceAll("\u001b\\[[0-9]+m", "").stripTrailing();
    }
}
