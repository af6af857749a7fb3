// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.distribution.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody presses the tabulator key in bash. */
class CompletionIT {
    @TempDir
    private static Path directory;

    private static Distribution millrace;

    @BeforeAll
    static void unpack() throws IOException {
        millrace = Distribution.unpackedIn(directory);
    }

    @Test
    void completesCommands() throws IOException {
        assertThat(candidates("millrace", "desc")).containsExactly("describe");
        assertThat(candidates("millrace", "")).contains("describe");
    }

    @Test
    void completesOptions() throws IOException {
        assertThat(candidates("millrace", "describe", "--plugin-"))
                .containsExactlyInAnyOrder("--plugin-path", "--plugin-discovery");
    }

    @Test
    void completesValues() throws IOException {
        assertThat(candidates("millrace", "describe", "--output", ""))
                .containsExactlyInAnyOrder("text", "json", "markdown");
        assertThat(candidates("millrace", "describe", "--kind", "header")).containsExactly("header-converter");
    }

    /** As bash asks: the function that the script has registered, with the words so far. */
    private static List<String> candidates(String... words) throws IOException {
        ProcessBuilder bash = millrace.script("""
                compopt() { true; } # bash has it while the key is down only
                source "$0" || exit
                function=$(complete -p millrace | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
                COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
                "$function" millrace "${@: -1}" "${@: -2:1}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """);
        bash.command().add(millrace.home().resolve("completion/millrace").toString());
        bash.command().addAll(List.of(words));

        Ended ended = Distribution.run(bash);

        assertThat(ended.err()).isEmpty();
        return ended.out()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
