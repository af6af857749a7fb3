// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is chosen at a dashboard's top. */
sealed interface Variable {
    String name();

    ObjectNode json();

    Variable CLUSTER = labels("cluster", "Connect cluster", "kafka_connect_connector_task_status", "");
    Variable NAMESPACE =
            labels("namespace", "Namespace", "kafka_connect_connector_task_status", "cluster=~\"$cluster\"");
    Variable CONNECTOR = labels(
            "connector",
            "Connector",
            "kafka_connect_connector_task_status",
            "cluster=~\"$cluster\", namespace=~\"$namespace\"");
    Variable TASK = labels(
            "task",
            "Task",
            "kafka_connect_connector_task_status",
            "cluster=~\"$cluster\", namespace=~\"$namespace\", connector=~\"$connector\"");

    /** The values of a label, by its own name, of a metric; all of them unless some are chosen. */
    static Variable labels(String name, String label, String metric, String matchers) {
        return labels(name, label, name, metric, matchers);
    }

    static Variable labels(String name, String label, String of, String metric, String matchers) {
        return new Labels(name, label, of, metric, matchers);
    }

    /**
     * The values of a label of logs' streams. {@code all} is the expression for all of them: Loki demands one in a query
     * that no stream without the label fits.
     */
    static Variable streams(String name, String label, String all) {
        return new Streams(name, label, all);
    }

    /** What the first column of a query holds; all of it unless some is chosen. */
    static Variable rows(String name, String label, String sql) {
        return new Rows(Source.POSTGRES, name, label, sql.strip(), true);
    }

    /** What the first column of a query holds, one at a time. */
    static Variable row(String name, String label, String sql) {
        return row(Source.POSTGRES, name, label, sql);
    }

    static Variable row(Source store, String name, String label, String sql) {
        return new Rows(store, name, label, sql.strip(), false);
    }

    static Variable text(String name, String label, String value) {
        return new Text(name, label, value);
    }

    private static ObjectNode query(String name, String label, boolean isMany) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "query").put("name", name).put("label", label);
        json.put("hide", 0).put("refresh", 2).put("sort", 1).put("regex", "");
        json.put("includeAll", isMany).put("multi", isMany);
        if (isMany) {
            json.putObject("current").put("text", "All").put("value", "$__all");
        }
        json.putArray("options");
        return json;
    }

    record Labels(String name, String label, String of, String metric, String matchers) implements Variable {
        @Override
        public ObjectNode json() {
            String selector = matchers.isEmpty() ? metric : metric + "{" + matchers + "}";
            String definition = "label_values(" + selector + ", " + of + ")";
            ObjectNode json = query(name, label, true).put("allValue", ".*");
            json.set("datasource", Source.PROMETHEUS.reference());
            json.putObject("query")
                    .put("qryType", 1)
                    .put("query", definition)
                    .put("refId", "PrometheusVariableQueryEditor-VariableQuery");
            return json;
        }
    }

    record Streams(String name, String label, String all) implements Variable {
        @Override
        public ObjectNode json() {
            ObjectNode json = query(name, label, true).put("allValue", all);
            json.set("datasource", Source.LOKI.reference());
            json.putObject("query")
                    .put("label", name)
                    .put("refId", "LokiVariableQueryEditor-VariableQuery")
                    .put("stream", "")
                    .put("type", 1);
            return json;
        }
    }

    record Rows(Source store, String name, String label, String sql, boolean isMany) implements Variable {
        @Override
        public ObjectNode json() {
            ObjectNode json = query(name, label, isMany);
            json.set("datasource", store.reference());
            return json.put("query", sql);
        }
    }

    record Text(String name, String label, String value) implements Variable {
        @Override
        public ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("type", "textbox").put("name", name).put("label", label);
            json.put("hide", 0).put("query", value);
            json.putObject("current").put("text", value).put("value", value);
            json.putArray("options")
                    .addObject()
                    .put("selected", true)
                    .put("text", value)
                    .put("value", value);
            return json;
        }
    }
}
