// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The shipped files are those that the code writes: {@code -Dmillrace.golden.update=true} writes them anew. */
class DashboardsTest {
    private static final String HOW = "run mvn -pl monitoring -am test -Dtest=DashboardsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.golden.update=true";

    @Test
    void theFilesAreWhatTheCodeWrites() throws IOException {
        Map<String, String> written = Dashboards.files();
        if (Boolean.getBoolean("millrace.golden.update")) {
            Files.createDirectories(DashboardFiles.FOLDER);
            for (String stale : DashboardFiles.texts().keySet()) {
                if (!written.containsKey(stale)) {
                    Files.delete(DashboardFiles.FOLDER.resolve(stale));
                }
            }
            for (Map.Entry<String, String> file : written.entrySet()) {
                Files.writeString(DashboardFiles.FOLDER.resolve(file.getKey()), file.getValue());
            }
        }

        Map<String, String> shipped = DashboardFiles.texts();

        assertThat(shipped.keySet()).as(HOW).isEqualTo(written.keySet());
        written.forEach((name, text) ->
                assertThat(shipped.get(name)).as("%s: %s", name, HOW).isEqualTo(text));
    }

    @Test
    void aScopeBecomesTheMatchersOfTheVariables() {
        assertThat(Scope.in("rate(rows_total<task>[1m]) > 0 and a<b"))
                .isEqualTo("rate(rows_total{cluster=~\"$cluster\", namespace=~\"$namespace\","
                        + " connector=~\"$connector\", task=~\"$task\"}[1m]) > 0 and a<b");
        assertThat(Scope.in("up<worker, job=\"x\">"))
                .isEqualTo("up{cluster=~\"$cluster\", namespace=~\"$namespace\", job=\"x\"}");
    }

    @Test
    void panelsThatDoNotFitBeginANewLine() {
        Panel panel = Panel.lines("a", "b", Unit.COUNT).ask(Query.series("up", "x"));
        Dashboard dashboard = Dashboard.of("millrace-x", "x", "y")
                .section("one", panel.width(16), panel.width(12).height(4), panel.width(12))
                .section("two", panel);

        assertThat(DashboardFiles.panels(dashboard.json()))
                .extracting(each -> each.path("gridPos").toString())
                .containsExactly(
                        "{\"h\":8,\"w\":16,\"x\":0,\"y\":1}",
                        "{\"h\":4,\"w\":12,\"x\":0,\"y\":9}",
                        "{\"h\":8,\"w\":12,\"x\":12,\"y\":9}",
                        "{\"h\":8,\"w\":12,\"x\":0,\"y\":18}");
    }

    @Test
    void thresholdsRise() {
        assertThat(Thresholds.redFrom(0.5).json().toString())
                .isEqualTo("{\"mode\":\"absolute\",\"steps\":[{\"color\":\"green\",\"value\":null},"
                        + "{\"color\":\"red\",\"value\":0.5}]}");
        assertThatThrownBy(() -> new Thresholds(
                        Color.GREEN, List.of(new Thresholds.Step(2, Color.RED), new Thresholds.Step(1, Color.BLUE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("thresholds do not rise: [Step[from=2.0, color=RED], Step[from=1.0, color=BLUE]]");
    }
}
