// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.distribution.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/cli/describe.md} shows of a terminal is what the unpacked archive prints; the version stands as {@code
 * VERSION}, the archive's folder as {@code /opt/millrace}. {@code -Dmillrace.docs.update=true} writes it anew.
 */
class DescribePageIT {
    private static final Path PAGE = Path.of("../docs/cli/describe.md");
    private static final Pattern SHOWN = Pattern.compile("```console\n\\$ (millrace .*)\n(?s:(.*?))```\n");

    @TempDir
    private static Path directory;

    @Test
    void showsWhatIsPrinted() throws IOException {
        Distribution millrace = Distribution.unpackedIn(directory);
        String page = Files.readString(PAGE);
        List<MatchResult> shown = SHOWN.matcher(page).results().toList();
        assertThat(shown).hasSizeGreaterThan(3);

        String fresh = page;
        for (MatchResult each : shown) {
            Ended ended = Distribution.run(millrace.script(each.group(1)));
            String printed = (ended.out() + ended.err())
                    .replace(millrace.home().toString(), "/opt/millrace")
                    .replace(System.getProperty("project.version"), "VERSION");
            fresh = SHOWN.matcher(fresh)
                    .replaceAll(found -> Matcher.quoteReplacement(
                            found.group(1).equals(each.group(1))
                                    ? "```console\n$ " + each.group(1) + "\n" + printed + "```\n"
                                    : found.group()));
        }
        if (Boolean.getBoolean("millrace.docs.update")) {
            Files.writeString(PAGE, fresh);
        }
        assertThat(page).as("run with -Dmillrace.docs.update=true").isEqualTo(fresh);
    }
}
