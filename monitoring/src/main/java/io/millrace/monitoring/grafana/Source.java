// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A kind of data source; a dashboard has a variable for each that it reads, which stands on ours unless changed. */
enum Source {
    PROMETHEUS("prometheus", "metrics", "Metrics", "Prometheus", "prometheus"),
    LOKI("loki", "logs", "Logs", "Loki", "loki"),
    POSTGRES("grafana-postgresql-datasource", "tables", "Tables", "Analytics", "analytics"),
    /** A plugin, which Grafana does not come with. */
    CLICKHOUSE("grafana-clickhouse-datasource", "clickhouse", "ClickHouse", "ClickHouse", "clickhouse");

    private final String type;
    private final String variable;
    private final String label;
    private final String shippedName;
    private final String shippedUid;

    Source(String type, String variable, String label, String shippedName, String shippedUid) {
        this.type = type;
        this.variable = variable;
        this.label = label;
        this.shippedName = shippedName;
        this.shippedUid = shippedUid;
    }

    ObjectNode reference() {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("uid", "${" + variable + "}");
    }

    ObjectNode variable() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "datasource").put("name", variable).put("label", label);
        json.put("query", type).put("refresh", 1).put("hide", 0).put("regex", "");
        json.put("includeAll", false).put("multi", false);
        json.putObject("current").put("text", shippedName).put("value", shippedUid);
        json.putArray("options");
        return json;
    }
}
