// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a panel asks of a data source. */
sealed interface Query {
    Source source();

    /** As a target of a panel. */
    ObjectNode json(String refId);

    private static ObjectNode target(Source source, String refId) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("refId", refId).set("datasource", source.reference());
        return json;
    }

    /** PromQL over the time range, one line for each series. */
    static Query series(String expression, String legend) {
        return new Prometheus(Scope.in(expression), legend, false);
    }

    /** PromQL at the end of the time range, one row for each series. */
    static Query now(String expression) {
        return new Prometheus(Scope.in(expression), "", true);
    }

    static Query logs(String expression) {
        return new Loki(Scope.in(expression), "");
    }

    /** LogQL that counts, over the time range. */
    static Query counts(String expression, String legend) {
        return new Loki(Scope.in(expression), legend);
    }

    /** SQL with a column {@code time}; the other columns are lines, or a text column names them. */
    static Query sqlSeries(String sql) {
        return new PostgresSql(sql.strip(), true);
    }

    static Query sqlRows(String sql) {
        return new PostgresSql(sql.strip(), false);
    }

    /** As {@link #sqlSeries}, in the words of ClickHouse. */
    static Query clickHouseSeries(String sql) {
        return new ClickHouseSql(sql.strip(), true);
    }

    static Query clickHouseRows(String sql) {
        return new ClickHouseSql(sql.strip(), false);
    }

    record Prometheus(String expression, String legend, boolean isInstant) implements Query {
        @Override
        public Source source() {
            return Source.PROMETHEUS;
        }

        @Override
        public ObjectNode json(String refId) {
            ObjectNode json = target(source(), refId).put("editorMode", "code").put("expr", expression);
            json.put("instant", isInstant).put("range", !isInstant);
            return isInstant ? json.put("format", "table") : json.put("legendFormat", legend);
        }
    }

    record Loki(String expression, String legend) implements Query {
        @Override
        public Source source() {
            return Source.LOKI;
        }

        @Override
        public ObjectNode json(String refId) {
            ObjectNode json = target(source(), refId)
                    .put("editorMode", "code")
                    .put("expr", expression)
                    .put("queryType", "range");
            return legend.isEmpty() ? json : json.put("legendFormat", legend);
        }
    }

    record PostgresSql(String sql, boolean isSeries) implements Query {
        @Override
        public Source source() {
            return Source.POSTGRES;
        }

        @Override
        public ObjectNode json(String refId) {
            return target(source(), refId)
                    .put("editorMode", "code")
                    .put("format", isSeries ? "time_series" : "table")
                    .put("rawQuery", true)
                    .put("rawSql", sql);
        }
    }

    /** As version 4 of the plugin takes it. */
    record ClickHouseSql(String sql, boolean isSeries) implements Query {
        private static final String MODEL = "4.0.0";

        @Override
        public Source source() {
            return Source.CLICKHOUSE;
        }

        @Override
        public ObjectNode json(String refId) {
            return target(source(), refId)
                    .put("pluginVersion", MODEL)
                    .put("editorType", "sql")
                    .put("queryType", isSeries ? "timeseries" : "table")
                    .put("format", isSeries ? 0 : 1)
                    .put("rawSql", sql);
        }
    }
}
