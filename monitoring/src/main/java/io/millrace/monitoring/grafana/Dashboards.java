// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The dashboards that are shipped. Immutable. */
public final class Dashboards {
    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Dashboards() {}

    /** Their JSON, in Grafana's classic model, by the name of the file. */
    public static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        for (Dashboard dashboard : all()) {
            files.put(dashboard.fileName(), text(dashboard));
        }
        return files;
    }

    static List<Dashboard> all() {
        return List.of(
                OverviewDashboard.build(),
                ConnectDashboard.build(),
                DebeziumDashboard.build(),
                IngestionDashboard.build(),
                SinksDashboard.build(),
                ClickHouseDashboard.build(),
                KafkaDashboard.build(),
                LogsDashboard.build(),
                BusinessDashboard.build());
    }

    private static String text(Dashboard dashboard) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(LINES);
        printer.indentArraysWith(LINES);
        try {
            return JSON.writer(printer).writeValueAsString(dashboard.json()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
