// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.monitoring.MonitoredPipeline;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What runbooks have an operator ask of ClickHouse, it answers. */
@NeedsClickHouse
class RunbookSqlIT {
    private static final Pattern SQL = Pattern.compile("```sql\n(.+?)\n```", Pattern.DOTALL);

    private static ClickHouseServer server;

    @BeforeAll
    static void startPipeline() {
        server = MonitoredPipeline.shared().clickHouse().orElseThrow();
    }

    /** Those that read its own tables. */
    static Stream<String> queries() {
        return AlertFiles.files(AlertFiles.RUNBOOKS, ".md").stream()
                .flatMap(page -> SQL.matcher(AlertFiles.text(page)).results())
                .map(found -> found.group(1))
                .filter(sql -> sql.contains(" system."))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void isAnswered(String sql) {
        assertThatCode(() -> server.query(sql)).doesNotThrowAnyException();
    }

    @Test
    void partsOfPartitionsAreShownWithTheFullestFirst() {
        String byPartition = queries()
                .filter(sql -> sql.contains("system.parts"))
                .findFirst()
                .orElseThrow();

        List<Integer> parts = server.query(byPartition)
                .lines()
                .map(row -> Integer.valueOf(row.substring(row.lastIndexOf('\t') + 1)))
                .toList();

        assertThat(parts).isNotEmpty().isSortedAccordingTo((one, other) -> other - one);
        assertThat(queries()).hasSizeGreaterThanOrEqualTo(6);
    }
}
