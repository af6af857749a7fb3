// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/logs.md has every message that a plugin logs above DEBUG, with its level, and none that is gone. */
class LogMessagesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CALL =
            Pattern.compile("\\bLOG\\.(info|warn|error)\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (INFO|WARN|ERROR) \\| `([^`]+)` \\|");

    @Test
    void thePageHasEveryMessage() {
        String page = Logging.text(ROOT.resolve("docs/logs.md"));
        Set<String> written = ROW.matcher(page)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> logged = messages();

        assertThat(logged).hasSizeGreaterThan(30);
        assertThat(written).isEqualTo(logged);
    }

    /** Every logger is called LOG, so that none is overlooked. */
    @Test
    void everyLoggerHasTheSameName() {
        List<String> declared = sources()
                .flatMap(text ->
                        Pattern.compile("\\bLogger (\\w+) =").matcher(text).results())
                .map(found -> found.group(1))
                .distinct()
                .toList();

        assertThat(declared).containsExactly("LOG");
    }

    private static Set<String> messages() {
        return sources()
                .map(text -> text.replaceAll("\"\\s*\\+\\s*\"", ""))
                .flatMap(text -> CALL.matcher(text).results())
                .map(call -> call.group(1).toUpperCase(Locale.ROOT) + " "
                        + call.group(2).replace("{}", "…"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> sources() {
        return Stream.of("changes", "connectors", "converters", "http", "json", "records", "transforms")
                .flatMap(module -> Logging.files(ROOT.resolve(module), ".java").stream())
                .filter(file -> file.toString().contains("src/main/java"))
                .map(Logging::text);
    }
}
