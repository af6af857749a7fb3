// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** From a series to what else is known of it. The time range and the choice of clusters go with it. */
record Link(String title, String url) {
    private static final String CHOICE = "?${__url_time_range}&${cluster:queryparam}&${namespace:queryparam}";
    private static final String SERIES = "&var-connector=${__field.labels.connector}";
    private static final String ROW = "&var-connector=${__data.fields.connector}";

    /** For panels whose series have a label {@code connector}. */
    static Link logsOfSeries() {
        return new Link("Logs of ${__field.labels.connector}", to(LogsDashboard.UID) + CHOICE + SERIES);
    }

    static Link tasksOfSeries() {
        return new Link("Tasks of ${__field.labels.connector}", to(ConnectDashboard.UID) + CHOICE + SERIES);
    }

    /** For tables with a column {@code connector}. */
    static Link logsOfRow() {
        return new Link("Logs of ${__data.fields.connector}", to(LogsDashboard.UID) + CHOICE + ROW);
    }

    static Link dashboard(String title, String uid) {
        return new Link(title, to(uid) + CHOICE);
    }

    private static String to(String uid) {
        return "/d/" + uid;
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("title", title)
                .put("url", url)
                .put("targetBlank", false);
    }
}
