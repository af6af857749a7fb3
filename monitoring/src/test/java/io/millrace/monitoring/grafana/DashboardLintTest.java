// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped dashboards keep the rules, and one that breaks a rule is found out. */
class DashboardLintTest {
    private static final String SINKS = "millrace-sinks.json";
    private static final String BUSINESS = "millrace-business.json";
    private static final String CLICKHOUSE = "millrace-clickhouse.json";

    @Test
    void theShippedDashboardsKeepTheRules() {
        assertThat(DashboardLint.problems(parsed(DashboardFiles.texts()))).isEmpty();
    }

    @Test
    void thereIsADashboardForEachPart() {
        assertThat(DashboardFiles.texts().keySet())
                .containsExactly(
                        BUSINESS,
                        CLICKHOUSE,
                        "millrace-connect.json",
                        "millrace-debezium.json",
                        "millrace-ingestion.json",
                        "millrace-kafka.json",
                        "millrace-logs.json",
                        "millrace-overview.json",
                        SINKS);
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("wrong")
    void aWrongDashboardIsFoundOut(String file, String right, String wrong, String problem) {
        Map<String, String> texts = new TreeMap<>(DashboardFiles.texts());
        assertThat(texts.get(file)).contains(right);
        texts.put(
                file,
                texts.get(file)
                        .replaceFirst(
                                Pattern.quote(right),
                                wrong.replace("\\", "\\\\").replace("$", "\\$")));

        assertThat(DashboardLint.problems(parsed(texts))).contains(file + ": " + problem);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments(SINKS, "\"schemaVersion\" : 42", "\"schemaVersion\" : 16", "schemaVersion is not 42"),
                arguments(SINKS, "\"id\" : null", "\"id\" : 3", "id is not null"),
                arguments(SINKS, "\"editable\" : false", "\"editable\" : true", "can be edited"),
                arguments(SINKS, "\"id\" : null", "\"__inputs\" : [ ], \"id\" : null", "is an export with inputs"),
                arguments(SINKS, "\"uid\" : \"millrace-sinks\"", "\"uid\" : \"Sinks 1\"", "uid does not fit"),
                arguments(
                        SINKS,
                        "\"uid\" : \"millrace-sinks\"",
                        "\"uid\" : \"millrace-kafka\"",
                        "uid is another dashboard's"),
                arguments(
                        SINKS,
                        "\"uid\" : \"millrace-sinks\"",
                        "\"uid\" : \"millrace-sink\"",
                        "file is not named after its uid"),
                arguments(SINKS, "\"title\" : \"Bytes\"", "\"title\" : \"\"", "a panel without a title"),
                arguments(
                        SINKS,
                        "\"description\" : \"Of encoded rows.\"",
                        "\"description\" : \"\"",
                        "'Bytes' has no description"),
                arguments(SINKS, "\"type\" : \"stat\"", "\"type\" : \"singlestat\"", "'Rows' is of type singlestat"),
                arguments(
                        SINKS,
                        "\"type\" : \"timeseries\"",
                        "\"type\" : \"graph\"",
                        "'From a record's timestamp to its row' is of type graph"),
                arguments(SINKS, "\"unit\" : \"rowsps\"", "\"unit\" : \"\"", "'Rows' has no unit"),
                arguments(
                        SINKS,
                        "\"showLegend\" : true",
                        "\"showLegend\" : false",
                        "'From a record's timestamp to its row' hides its legend"),
                arguments(SINKS, "\"label\" : \"Task\"", "\"label\" : \"\"", "$task has no label"),
                arguments(
                        SINKS,
                        "\"allValue\" : \".*\",\n        \"datasource\"",
                        "\"datasource\"",
                        "$cluster has no way to say all"),
                arguments(SINKS, "\"id\" : 3,", "\"id\" : 2,", "'Bytes' has the id of 'Rows'"),
                arguments(SINKS, "\"x\" : 4,", "\"x\" : 3,", "'Bytes' overlaps another panel"),
                arguments(SINKS, "\"x\" : 4,", "\"x\" : 21,", "'Bytes' leaves the grid"),
                arguments(
                        SINKS,
                        "\"uid\" : \"${metrics}\"\n      },\n      \"fieldConfig\"",
                        "\"uid\" : \"prometheus\"\n      },\n      \"fieldConfig\"",
                        "'Rows' does not take its data source from a variable"),
                arguments(
                        SINKS,
                        "\"query\" : \"prometheus\"",
                        "\"query\" : \"loki\"",
                        "'Rows' has a data source of another type"),
                arguments(
                        SINKS,
                        "rate(kafka_connect_plugins_rows_total",
                        "(kafka_connect_plugins_rows_total",
                        "'Rows' shows the counter kafka_connect_plugins_rows_total as it is"),
                arguments(
                        SINKS,
                        "max(kafka_connect_plugins_lag_max_ms",
                        "rate(kafka_connect_plugins_lag_max_ms",
                        "'Slowest row' takes the rate of kafka_connect_plugins_lag_max_ms, which is no counter"),
                arguments(SINKS, "[$__rate_interval]", "[5m]", "'Rows' takes a rate over [5m]"),
                arguments(
                        SINKS,
                        "kafka_connect_plugins_rows_total",
                        "connect_rows_total",
                        "'Rows' asks for connect_rows_total, which nothing shows"),
                arguments(
                        SINKS,
                        "rate(kafka_connect_plugins_rows_total{cluster=~\\\"$cluster\\\", ",
                        "rate(kafka_connect_plugins_rows_total{",
                        "'Rows' reads kafka_connect_plugins_rows_total of every cluster"),
                arguments(SINKS, "[$__rate_interval]))", "[$__rate_interval])", "'Rows' has an open bracket"),
                arguments(
                        SINKS,
                        "\"legendFormat\" : \"rows\"",
                        "\"legendFormat\" : \"\"",
                        "'Rows' has series without a name"),
                arguments(SINKS, "\"refId\" : \"A\"", "\"refId\" : \"B\"", "'Rows' has queries out of order"),
                arguments(SINKS, "task=~\\\"$task\\\"", "task=~\\\"$tusk\\\"", "there is no $tusk"),
                arguments(
                        SINKS,
                        "/d/millrace-logs?",
                        "/d/millrace-log?",
                        "'From a record's timestamp to its row' links to millrace-log, which is not there"),
                arguments(
                        SINKS,
                        "var-connector=",
                        "var-konnector=",
                        "'From a record's timestamp to its row' hands $konnector to a dashboard without it"),
                arguments(
                        SINKS,
                        "?${__url_time_range}&",
                        "?",
                        "'From a record's timestamp to its row' has a link that loses the time range"),
                arguments(
                        BUSINESS,
                        "SELECT count(DISTINCT device_id)",
                        "DELETE count(DISTINCT device_id)",
                        "'Devices online' does more than read"),
                arguments(
                        BUSINESS,
                        "SELECT count(*) AS events\\nFROM ${events}\\nWHERE $__timeFilter(occurred_at)",
                        "SELECT count(*) AS events\\nFROM ${events}\\nWHERE occurred_at < now()",
                        "'Events' reads a table from its beginning"),
                arguments(
                        CLICKHOUSE,
                        "\\nWHERE $__timeFilter(_source_ts)",
                        "",
                        "'Newest changes of the shop' reads a table from its beginning"),
                arguments(
                        BUSINESS,
                        "SELECT currency, sum(total) AS revenue",
                        "SELECT sum(total) AS revenue",
                        "'Revenue' adds up currencies"),
                arguments(
                        BUSINESS,
                        "$__timeGroupAlias(",
                        "$__timeGroups(",
                        "'Events by type over time' uses __timeGroups"));
    }

    @Test
    void readsWhichSeriesAnExpressionSelects() {
        Expression expression = new Expression(
                "sum by (cluster, a_b) (rate(x_total{a=~\"$b\", q=\"up{x}\"}[$__rate_interval])"
                        + " and on (cluster, c_d) y_total) / 0.01 or vector(0) or label_replace(z_z, \"d_e\", \"$1\", \"f_g\", \"(.+)\")");

        assertThat(expression.selections())
                .isEqualTo(List.of(
                        new Expression.Selection(
                                "x_total", "{a=~\"$b\", q=\"up{x}\"}", "[$__rate_interval]", "rate", false),
                        new Expression.Selection("y_total", "", "", "", true),
                        new Expression.Selection("z_z", "", "", "label_replace", false)));
    }

    private static Map<String, JsonNode> parsed(Map<String, String> texts) {
        Map<String, JsonNode> parsed = new TreeMap<>();
        texts.forEach((file, text) -> parsed.put(file, DashboardFiles.parse(text)));
        return parsed;
    }
}
