// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.terminal.ExitCode;
import org.junit.jupiter.api.Test;

/** What the program says when it is called wrongly, and when it is asked how. */
class MillraceTest {
    @Test
    void tellsWhatItCanDo() {
        Outcome outcome = Outcome.of("--help");

        assertThat(outcome.status()).isEqualTo(ExitCode.OK.status());
        assertThat(outcome.out()).contains("Exit codes:", "--no-color");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void isNotCalledWithoutACommand() {
        Outcome outcome = Outcome.of();

        assertThat(outcome.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("Say what to do.");
    }
}
