// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.lint.finding.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of lint says what the program does. */
class DocumentationTest {
    private static final Path PAGE = Path.of("../docs/cli/lint.md");

    @Test
    void listsEveryRule() throws IOException {
        List<String> rows = Files.readString(PAGE)
                .lines()
                .filter(line -> line.matches("\\| `[a-z-]+` \\| (error|warning|note) \\|.*"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Stream.of(Rule.values())
                        .sorted(Comparator.comparing(Rule::id))
                        .map(rule -> "| `%s` | %s | %s |"
                                .formatted(rule.id(), rule.severity().text(), rule.summary()))
                        .toList());
    }
}
