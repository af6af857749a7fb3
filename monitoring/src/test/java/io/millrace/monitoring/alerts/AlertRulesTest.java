// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.monitoring.alerts.AlertFiles.Alert;
import io.millrace.monitoring.alerts.AlertFiles.Expectation;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert says what an operator needs, leads to a page that helps, and is tested both ways. */
class AlertRulesTest {
    private static final List<Alert> ALERTS = AlertFiles.alerts();
    private static final List<String> NAMES =
            ALERTS.stream().map(Alert::name).sorted().toList();

    @Test
    void namesAreUnique() {
        assertThat(NAMES).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void saysHowBadItIsAndWhatItIsAbout(Alert alert) {
        assertThat(alert.severity()).isIn("critical", "warning");
        assertThat(alert.rule().path("labels").path("component").asText())
                .isIn("connect", "connector", "jvm", "kafka", "registry", "store");
        assertThat(alert.annotation("summary"))
                .isNotBlank()
                .doesNotContain("\n")
                .doesNotEndWith(".");
        assertThat(alert.annotation("description")).endsWith(".").doesNotContain("\n");
    }

    /** Who is woken up reads the text, and should not have to look for the label. */
    @ParameterizedTest
    @MethodSource("alerts")
    void namesWhatIsAffected(Alert alert) {
        String query = alert.rule().path("expr").asText();
        for (String label : List.of("connector", "instance", "name", "task")) {
            if (Pattern.compile("^\\w+ by \\([^)]*\\b" + label + "\\b")
                    .matcher(query)
                    .find()) {
                assertThat(alert.annotation("summary") + alert.annotation("description"))
                        .contains("$labels." + label);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void leadsToItsRunbook(Alert alert) {
        assertThat(alert.annotation("runbook_url")).isEqualTo(projectUrl() + "/blob/main/docs/runbooks/" + page(alert));
        assertThat(AlertFiles.RUNBOOKS.resolve(page(alert))).isRegularFile();
        assertThat(AlertFiles.text(AlertFiles.RUNBOOKS.resolve(page(alert))))
                .startsWith("# " + alert.name() + "\n")
                .contains("\n## How to see it\n", "\n## What to do\n", "\n## When it is over\n");
    }

    @Test
    void everyRunbookIsOfAnAlert() {
        assertThat(AlertFiles.files(AlertFiles.RUNBOOKS, ".md").stream()
                        .filter(file -> !file.equals(AlertFiles.INDEX))
                        .map(file -> file.getFileName().toString().replace(".md", "")))
                .containsExactlyInAnyOrderElementsOf(NAMES);
    }

    @Test
    void theIndexListsEachWithItsSeverity() {
        List<String> rows = Pattern.compile("(?m)^\\| \\[(\\w+)\\]\\((.+)\\) \\| (\\w+) \\| .+ \\|$")
                .matcher(AlertFiles.text(AlertFiles.INDEX))
                .results()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(ALERTS.stream()
                        .map(alert -> alert.name() + " " + page(alert) + " " + alert.severity())
                        .toList());
    }

    @Test
    void theEntryPageLinksEach() {
        assertThat(Pattern.compile("\\[(\\w+)\\]\\(runbooks/\\1\\.md\\)")
                        .matcher(AlertFiles.text(AlertFiles.ENTRY_PAGE))
                        .results()
                        .map(link -> link.group(1)))
                .containsExactlyInAnyOrderElementsOf(NAMES);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void hasATestInWhichItFiresAndOneInWhichItDoesNot(Alert alert) {
        List<Expectation> expectations = AlertFiles.expectations();

        assertThat(expectations)
                .contains(new Expectation(alert.name(), true))
                .contains(new Expectation(alert.name(), false));
    }

    @Test
    void everyTestIsOfAnAlert() {
        assertThat(AlertFiles.expectations().stream().map(Expectation::alert).distinct())
                .containsExactlyInAnyOrderElementsOf(NAMES);
    }

    /** Kafka Connect counts no starts of tasks in these, though tasks start. */
    @Test
    void noSeriesIsUsedThatStaysZero() {
        assertThat(AlertFiles.ruleFiles())
                .allSatisfy(file -> assertThat(AlertFiles.text(file)).doesNotContain("task_startup"));
    }

    static Stream<Alert> alerts() {
        return ALERTS.stream();
    }

    private static String page(Alert alert) {
        return alert.name() + ".md";
    }

    private static String projectUrl() {
        Matcher url = Pattern.compile("(?m)^  <url>(.+)</url>$").matcher(AlertFiles.text(AlertFiles.ROOT_POM));
        assertThat(url.find()).isTrue();
        return url.group(1);
    }
}
