// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command line: what it explains, and what it refuses before anything is started. */
class DeviceActivityTest {
    private static final List<String> REQUIRED = List.of(
            "--bootstrap-servers=localhost:1",
            "--topics=devices",
            "--registry=http://localhost:1",
            "--checkpoint=target/none",
            "--postgres-url=jdbc:postgresql://localhost:1/none",
            "--postgres-user=none",
            "--postgres-password=none");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void explainsItsOptions() {
        assertThat(run(List.of("--help"))).isZero();

        assertThat(out.toString())
                .startsWith("Usage: DeviceActivity [-hV]")
                .contains(
                        "--window=TIME",
                        "--session-gap=TIME",
                        "Default: 30m.",
                        "--lateness=TIME",
                        "--outputs=NAME[,NAME...]")
                .contains("A value may be ${env:NAME} or ${file:/path:key}.")
                .containsPattern("Default: app_open,view_item,add_to_cart,\\s+purchase.");
    }

    @Test
    void tellsItsVersion() {
        assertThat(run(List.of("--version"))).isZero();

        assertThat(out.toString()).startsWith("Millrace ");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(run(List.of())).isEqualTo(2);

        assertThat(err.toString())
                .startsWith("Missing required options: '--bootstrap-servers=HOST:PORT,…'")
                .endsWith("Try 'DeviceActivity --help'." + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--window=0s | Invalid value PT0S for --window: expected more than nothing, such as 5m.",
                "--slide=10m | Invalid value PT10M for --slide: expected at most --window, PT5M, or events between two"
                        + " windows are in none.",
                "--slide=0s | Invalid value PT0S for --slide: expected more than nothing, such as 5m.",
                "--session-gap=PT-1M | Invalid value PT-1M for --session-gap: expected more than nothing, such as 5m.",
                "--skew=PT-1S | Invalid value for --lateness, --max-ahead or --skew: expected no negative time.",
                "--funnel=open,,buy | Invalid value [open, , buy] for --funnel: expected types of events, none of them"
                        + " empty.",
                "--country-path=country | Invalid value country for --country-path: expected a JSON path, such as"
                        + " $.country.",
                "--window=soon | Invalid value for option '--window': 'soon' is no length of time (expected 250ms, 10s,"
                        + " 5m, 1h, 7d, or ISO-8601 as PT10S)"
            })
    void refusesWhatMakesNoSense(String option, String message) {
        List<String> arguments = new ArrayList<>(REQUIRED);
        arguments.add(option);

        assertThat(run(arguments)).isEqualTo(2);

        assertThat(err.toString()).isEqualToNormalizingNewlines(message + "\nTry 'DeviceActivity --help'.\n");
    }

    @Test
    void tellsAllProblemsAtOnce() {
        List<String> arguments = new ArrayList<>(REQUIRED);
        arguments.addAll(List.of("--window=0s", "--session-gap=0s"));

        assertThat(run(arguments)).isEqualTo(2);

        assertThat(err.toString()).contains("for --window: ", "for --session-gap: ");
    }

    private int run(List<String> arguments) {
        CommandLine line = Job.commandLine(new DeviceActivity());
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments.toArray(String[]::new));
    }
}
