// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.monitoring.alerts.AlertFiles.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Alertmanager is told to hold back are alerts that there are, and no secret stands in its file. */
class AlertmanagerTest {
    private static final JsonNode CONFIG = AlertFiles.yaml(AlertFiles.ALERTMANAGER);

    @Test
    void everyRuleOfInhibitionMatchesAlertsOnBothSides() {
        for (JsonNode rule : CONFIG.path("inhibit_rules")) {
            for (String side : List.of("source_matchers", "target_matchers")) {
                assertThat(matched(rule.path(side))).as("%s of %s", side, rule).isNotEmpty();
            }
        }
    }

    /** Each name in a list of alternatives, too. */
    @Test
    void everyAlertThatIsNamedExists() {
        List<String> unknown = new ArrayList<>();
        Matcher names = Pattern.compile("alertname=~?\"(.+?)\"")
                .matcher(CONFIG.toString().replace("\\\"", "\""));
        while (names.find()) {
            for (String name : names.group(1).split("\\|", -1)) {
                if (AlertFiles.alerts().stream().noneMatch(alert -> alert.name().matches(name))) {
                    unknown.add(name);
                }
            }
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void noAlertHoldsItselfBack() {
        for (JsonNode rule : CONFIG.path("inhibit_rules")) {
            assertThat(matched(rule.path("source_matchers")))
                    .as("%s", rule)
                    .doesNotContainAnyElementsOf(matched(rule.path("target_matchers")));
        }
    }

    @Test
    void tokensAreInFiles() {
        for (JsonNode receiver : CONFIG.path("receivers")) {
            JsonNode authorization =
                    receiver.path("webhook_configs").path(0).path("http_config").path("authorization");

            assertThat(authorization.fieldNames()).toIterable().containsExactly("credentials_file");
        }
    }

    private static List<String> matched(JsonNode matchers) {
        return AlertFiles.alerts().stream()
                .filter(alert -> matches(alert, matchers))
                .map(Alert::name)
                .toList();
    }

    private static boolean matches(Alert alert, JsonNode matchers) {
        for (JsonNode text : matchers) {
            Matched matcher = Matched.of(text.asText());
            String value = matcher.label().equals("alertname")
                    ? alert.name()
                    : alert.rule().path("labels").path(matcher.label()).asText();
            if (!(matcher.isPattern() ? value.matches(matcher.value()) : value.equals(matcher.value()))) {
                return false;
            }
        }
        return true;
    }

    /** A matcher of Alertmanager's, such as {@code severity="critical"}. */
    record Matched(String label, boolean isPattern, String value) {
        private static final Pattern FORM = Pattern.compile("(\\w+)(=~?)\"(.*)\"");

        static Matched of(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException("Cannot read the matcher " + text);
            }
            return new Matched(parts.group(1), parts.group(2).equals("=~"), parts.group(3));
        }
    }
}
