// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page shows is what the program prints, for the files that the page shows. */
class TryPageTest {
    private static final Path PAGE = Path.of("../docs/cli/try.md");
    private static final Pattern FILE = Pattern.compile("(?ms)^```json (\\S+)\\n(.*?)^```$");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```console\\n\\$ millrace (.*?)\\n(.*?)^```$");

    @TempDir
    private Path folder;

    @Test
    void showsWhatIsPrinted() throws IOException {
        String page = Files.readString(PAGE);
        for (MatchResult file : found(FILE, page)) {
            Files.writeString(folder.resolve(file.group(1)), file.group(2));
        }

        List<MatchResult> examples = found(EXAMPLE, page);
        assertThat(examples).hasSize(4);
        for (MatchResult example : examples) {
            assertThat(printed(example.group(1))).as(example.group(1)).isEqualTo(example.group(2));
        }
    }

    private static List<MatchResult> found(Pattern pattern, String page) {
        return pattern.matcher(page).results().toList();
    }

    /** As it looks to somebody who is in the folder of the files. */
    private String printed(String command) {
        String[] args = Arrays.stream(command.split(" "))
                .map(arg ->
                        arg.matches("orders[.].*|golden") ? folder.resolve(arg).toString() : arg)
                .toArray(String[]::new);
        Outcome outcome = Outcome.of(args);
        return (outcome.err() + outcome.out()).replace(folder + "/", "");
    }
}
