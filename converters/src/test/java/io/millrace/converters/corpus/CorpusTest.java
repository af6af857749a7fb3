// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.converters.internal.avro.DataOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schema text, data and what is read back, for every case and every combination of data options that makes a
 * difference, as the files in {@code corpus/} state them. {@code -Dmillrace.golden.update=true} works out which options
 * make a difference and writes the files anew, to be read before they are committed.
 */
class CorpusTest {
    private static final Path FILES = Path.of("src", "test", "resources", "corpus");
    private static final int SHOWN = 160;

    static Stream<String> families() {
        return Corpus.families().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void writesWhatTheCorpusSays(String family) throws IOException {
        Path file = FILES.resolve(family + ".txt");
        List<Case> cases = Corpus.families().get(family);
        if (Boolean.getBoolean("millrace.golden.update")) {
            Files.createDirectories(FILES);
            List<String> lines = new ArrayList<>();
            cases.forEach(each -> lines.addAll(section(each, relevant(each))));
            Files.write(file, lines);
        }
        Map<String, List<String>> sections = sections(file);

        assertThat(sections.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        cases.stream().map(Case::name).toList());
        for (Case each : cases) {
            List<String> expected = sections.get(each.name());
            Set<DataOption> options = options(expected.get(1));
            assertThat(section(each, options)).as(each.name()).isEqualTo(expected);
            othersChangeNothing(each, options);
        }
    }

    private static void othersChangeNothing(Case each, Set<DataOption> options) {
        Set<DataOption> others = EnumSet.allOf(DataOption.class);
        others.removeAll(options);
        assertThat(Outcome.of(each, new Switches(others)))
                .as("%s with %s", each, others)
                .isEqualTo(Outcome.of(each, Switches.NONE));
    }

    /** The options that make a difference, alone, beside one other, or beside all others but one or two. */
    private static Set<DataOption> relevant(Case each) {
        int all = DataOption.values().length;
        Map<Switches, Outcome> outcomes = new HashMap<>();
        Switches.combinations(EnumSet.allOf(DataOption.class)).stream()
                .filter(switches -> Math.min(
                                switches.flipped().size(),
                                all - switches.flipped().size())
                        <= 2)
                .forEach(switches -> outcomes.put(switches, Outcome.of(each, switches)));
        EnumSet<DataOption> relevant = EnumSet.noneOf(DataOption.class);
        outcomes.forEach((switches, outcome) -> switches.flipped().stream()
                .filter(option -> outcomes.containsKey(switches.without(option)))
                .filter(option -> !outcomes.get(switches.without(option)).equals(outcome))
                .forEach(relevant::add));
        return relevant;
    }

    private static List<String> section(Case each, Set<DataOption> options) {
        List<String> lines = new ArrayList<>();
        lines.add("case " + each.name());
        lines.add("options "
                + String.join(
                        " ", options.stream().map(DataOption::key).sorted().toList()));
        lines.add("connect " + Rendered.schema(each.schema()));
        each.values().forEach(value -> lines.add("value " + shown(Rendered.value(value))));
        Map<Outcome, Switches> seen = new HashMap<>();
        for (Switches switches : Switches.combinations(options)) {
            Outcome outcome = Outcome.of(each, switches);
            Switches same = seen.putIfAbsent(outcome, switches);
            lines.add("with " + switches + (same == null ? "" : ": as with " + same));
            if (same == null) {
                lines.addAll(outcome.lines());
            }
        }
        lines.add("");
        return lines;
    }

    private static String shown(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
    }

    private static Map<String, List<String>> sections(Path file) throws IOException {
        Map<String, List<String>> sections = new HashMap<>();
        List<String> section = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            section.add(line);
            if (line.isEmpty()) {
                sections.put(section.get(0).substring("case ".length()), List.copyOf(section));
                section.clear();
            }
        }
        return sections;
    }

    private static Set<DataOption> options(String line) {
        EnumSet<DataOption> options = EnumSet.noneOf(DataOption.class);
        List<String> keys = Arrays.asList(line.split(" "));
        Stream.of(DataOption.values())
                .filter(option -> keys.contains(option.key()))
                .forEach(options::add);
        return options;
    }

    @Test
    void isLargeAndEachCaseHasANameOfItsOwn() {
        List<Case> cases = Corpus.all();

        assertThat(cases).hasSizeGreaterThanOrEqualTo(150);
        assertThat(new HashSet<>(cases.stream().map(Case::name).toList())).hasSameSizeAs(cases);
        assertThat(cases.stream()
                        .map(each -> Rendered.schema(each.schema()))
                        .distinct()
                        .count())
                .isGreaterThanOrEqualTo(150);
    }
}
