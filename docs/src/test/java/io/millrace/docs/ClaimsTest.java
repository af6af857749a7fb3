// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.docs.LinksTest.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that name the test behind each line name tests that there are. */
class ClaimsTest {
    private static final Pattern CLAIM = Pattern.compile("`(\\w+(?:Test|IT|Contract))\\.(\\w+)`");
    /** The lines of a table that says what they are held by. */
    private static final Pattern HELD = Pattern.compile("\\| held by \\|\n\\|-.*\n((?:\\|.*\n)+)");

    @ParameterizedTest
    @ValueSource(strings = {"guarantees.md", "threat-model.md"})
    void everyTestIsThere(String page) throws IOException {
        Map<String, List<Path>> tests = Repository.files(".java").stream()
                .collect(Collectors.groupingBy(
                        file -> file.getFileName().toString().replace(".java", "")));
        List<String> missing = new ArrayList<>();
        List<MatchResult> claims = CLAIM.matcher(read(page)).results().toList();
        for (MatchResult claim : claims) {
            if (!isThere(tests.getOrDefault(claim.group(1), List.of()), claim.group(2))) {
                missing.add(claim.group());
            }
        }

        assertThat(missing).isEmpty();
        assertThat(claims).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"guarantees.md", "threat-model.md"})
    void everyLineNamesOne(String page) throws IOException {
        List<String> lines = HELD.matcher(read(page))
                .results()
                .flatMap(table -> table.group(1).lines())
                .toList();

        assertThat(lines)
                .hasSizeGreaterThan(15)
                .allSatisfy(line -> assertThat(line).containsPattern(CLAIM));
    }

    private static boolean isThere(List<Path> classes, String method) throws IOException {
        for (Path file : classes) {
            if (Pattern.compile("[ >]" + method + "\\(")
                    .matcher(Files.readString(file))
                    .find()) {
                return true;
            }
        }
        return false;
    }

    private static String read(String page) throws IOException {
        return Files.readString(Repository.ROOT.resolve("docs").resolve(page));
    }
}
