// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' and Alertmanager's own tools accept what is shipped, and the rules do what their tests say. */
class PromtoolIT {
    @TempDir
    private Path folder;

    @Test
    void takesEveryFileOfRules() throws Exception {
        Outcome outcome = run("promtool", with(List.of("check", "rules", "--lint-fatal"), AlertFiles.ruleFiles()));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines().filter(line -> line.contains("SUCCESS")))
                .hasSameSizeAs(AlertFiles.ruleFiles());
    }

    @Test
    void takesPrometheussConfiguration() throws Exception {
        Outcome outcome = run("promtool", with(List.of("check", "config"), List.of(AlertFiles.PROMETHEUS)));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains(AlertFiles.ruleFiles().size() + " rule files found");
    }

    @Test
    void everyAlertFiresWhenItShouldAndOnlyThen() throws Exception {
        Outcome outcome = run("promtool", with(List.of("test", "rules"), AlertFiles.testFiles()));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines().filter(line -> line.strip().equals("SUCCESS")))
                .hasSameSizeAs(AlertFiles.testFiles());
    }

    /** The tests would notice: with another threshold, or without the wait, they fail. */
    @Test
    void aChangedRuleFailsItsTest() throws Exception {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Path tests = Files.createDirectories(folder.resolve("tests"));
        String kafka = AlertFiles.text(AlertFiles.RULES.resolve("kafka.yaml"));
        Files.writeString(rules.resolve("kafka.yaml"), kafka.replace("for: 10m", "for: 1m"));
        Path test = Files.copy(AlertFiles.TESTS.resolve("kafka.yaml"), tests.resolve("kafka.yaml"));

        Outcome outcome = run("promtool", with(List.of("test", "rules"), List.of(test)));

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.output())
                .contains("FAILED", "KafkaUnderReplicated: a broker that is restarted")
                .doesNotContain("KafkaBrokerDown:");
    }

    @Test
    void takesAlertmanagersConfiguration() throws Exception {
        Outcome outcome = run("amtool", with(List.of("check-config"), List.of(AlertFiles.ALERTMANAGER)));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("SUCCESS");
    }

    /** Who is told, by the routes as Alertmanager itself follows them. */
    @Test
    void whoIsToldDependsOnTheSeverity() throws Exception {
        assertThat(receiver("severity=critical", "component=connector")).isEqualTo("on-call");
        assertThat(receiver("severity=warning", "component=kafka")).isEqualTo("team");
        assertThat(receiver("alertname=Other")).isEqualTo("team");
    }

    private String receiver(String... labels) throws Exception {
        List<String> arguments =
                with(List.of("config", "routes", "test", "--config.file"), List.of(AlertFiles.ALERTMANAGER));
        arguments.addAll(List.of(labels));
        Outcome outcome = run("amtool", arguments);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output().strip().replaceFirst("(?s).*\n", ""); // after a warning
    }

    private record Outcome(int exitCode, String output) {}

    private Outcome run(String program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Tools.find(program).toString()));
        command.addAll(arguments);
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Outcome(process.waitFor(), AlertFiles.text(output));
    }

    private static List<String> with(List<String> words, List<Path> files) {
        List<String> all = new ArrayList<>(words);
        files.forEach(file -> all.add(file.toString()));
        return all;
    }
}
