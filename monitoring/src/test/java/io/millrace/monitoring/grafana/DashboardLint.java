// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with dashboards: the rules of Grafana's dashboard-linter that fit here, and our own on names, counters,
 * links and SQL.
 */
final class DashboardLint {
    private static final Set<String> PANELS =
            Set.of("bargauge", "logs", "piechart", "stat", "state-timeline", "table", "timeseries");
    private static final Set<String> WITHOUT_UNIT = Set.of("table", "logs");
    private static final int WIDTH = 24;

    /** The names that the rules of the JMX exporter and the recording rules make. */
    private static final Pattern KNOWN = Pattern.compile(
            "kafka_connect_(connector|connector_task|source_task|sink_task|task_error|worker|worker_rebalance|plugins)_[a-z0-9_]+"
                    + "|kafka_consumer_fetch_manager_[a-z_]+"
                    + "|debezium_[a-z0-9]+"
                    + "|kafka_(server|controller|network|log)_[a-z_]+"
                    + "|kafka_consumergroup_lag"
                    + "|ALERTS"
                    + "|(jvm|process)_[a-z_]+"
                    + "|millrace:[a-z_]+:[a-z0-9_]+");

    /** What only ever grows until a restart: shown as a rate, never as it is. */
    private static final Pattern COUNTER = Pattern.compile(
            ".*_(total|sum|count)|kafka_connect_task_error_(total_.*|deadletterqueue_.*)|debezium_(totalnumberof|numberof).*");

    /** Numbers of things that are there now, though their names end as those of counters. */
    private static final Pattern NOT_COUNTER =
            Pattern.compile("kafka_connect_(worker|source_task|sink_task)_[a-z_]*_count|millrace:.*");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)[^}]*}|\\$([a-zA-Z]\\w*|__\\w+)");
    private static final Pattern LINKED = Pattern.compile("/d/([\\w-]+)\\?(.*)");
    private static final Pattern GIVEN = Pattern.compile("var-(\\w+)=|\\$\\{(\\w+):queryparam}");
    private static final Pattern READ = Pattern.compile("\\b(?:FROM|JOIN)\\s+(\\S+)");
    private static final Pattern MACRO = Pattern.compile("__(\\w+)");
    private static final Set<String> BUILT_IN = Set.of(
            "__rate_interval",
            "__interval",
            "__auto",
            "__url_time_range",
            "__field",
            "__data",
            "__timeFilter",
            "__timeGroupAlias",
            "__timeInterval");

    private final Map<String, JsonNode> dashboards;
    private final List<String> problems = new ArrayList<>();

    private DashboardLint(Map<String, JsonNode> dashboards) {
        this.dashboards = dashboards;
    }

    /** By the names of their files. */
    static List<String> problems(Map<String, JsonNode> dashboards) {
        DashboardLint lint = new DashboardLint(dashboards);
        lint.togetherUnique();
        dashboards.forEach((file, dashboard) -> lint.new One(file, dashboard).check());
        return lint.problems;
    }

    private void togetherUnique() {
        for (String key : List.of("uid", "title")) {
            Set<String> seen = new HashSet<>();
            dashboards.forEach((file, dashboard) -> {
                if (!seen.add(dashboard.path(key).asText())) {
                    problems.add(file + ": " + key + " is another dashboard's");
                }
            });
        }
    }

    private static Set<String> variables(JsonNode dashboard) {
        Set<String> names = new TreeSet<>();
        dashboard
                .path("templating")
                .path("list")
                .forEach(variable -> names.add(variable.path("name").asText()));
        return names;
    }

    /** One dashboard. */
    private final class One {
        private final String file;
        private final JsonNode dashboard;
        private final Set<String> variables;

        One(String file, JsonNode dashboard) {
            this.file = file;
            this.dashboard = dashboard;
            this.variables = variables(dashboard);
        }

        private void require(boolean holds, String problem) {
            if (!holds) {
                problems.add(file + ": " + problem);
            }
        }

        void check() {
            model();
            dashboard.path("templating").path("list").forEach(this::variable);
            grid();
            ids();
            for (JsonNode panel : DashboardFiles.panels(dashboard)) {
                panel(panel);
            }
            for (JsonNode panel : dashboard.path("panels")) {
                require(!panel.path("title").asText().isBlank(), "a panel without a title");
            }
            texts(dashboard, this::usesKnownVariables);
        }

        private void model() {
            require(dashboard.path("schemaVersion").asInt() == 42, "schemaVersion is not 42");
            require(dashboard.path("id").isNull(), "id is not null");
            require(!dashboard.path("editable").asBoolean(true), "can be edited");
            require(!dashboard.has("__inputs") && !dashboard.has("__requires"), "is an export with inputs");
            require(dashboard.path("uid").asText().matches("millrace-[a-z]{3,20}"), "uid does not fit");
            require((dashboard.path("uid").asText() + ".json").equals(file), "file is not named after its uid");
            require(dashboard.path("title").asText().startsWith("Millrace / "), "title does not begin with Millrace");
            require(dashboard.path("description").asText().length() > 20, "no description");
            require(dashboard.path("tags").toString().equals("[\"millrace\"]"), "tags are not millrace's");
        }

        private void variable(JsonNode variable) {
            String name = "$" + variable.path("name").asText();
            require(!variable.path("label").asText().isBlank(), name + " has no label");
            if (variable.path("type").asText().equals("query")) {
                requireSource(variable.path("datasource"), name);
                boolean isMany = variable.path("multi").asBoolean();
                require(isMany == variable.path("includeAll").asBoolean(), name + " takes many but not all");
                boolean isSql = variable.path("query").isTextual();
                require(!isMany || isSql == variable.path("allValue").isMissingNode(), name + " has no way to say all");
            }
        }

        /** Data sources are chosen by a variable of their type, so that a dashboard works on any Grafana. */
        private void requireSource(JsonNode source, String where) {
            for (JsonNode variable : dashboard.path("templating").path("list")) {
                if (variable.path("type").asText().equals("datasource")
                        && ("${" + variable.path("name").asText() + "}")
                                .equals(source.path("uid").asText())) {
                    require(
                            variable.path("query").equals(source.path("type")),
                            where + " has a data source of another type");
                    return;
                }
            }
            require(false, where + " does not take its data source from a variable");
        }

        private void grid() {
            Set<String> taken = new HashSet<>();
            for (JsonNode panel : dashboard.path("panels")) {
                JsonNode at = panel.path("gridPos");
                int right = at.path("x").asInt() + at.path("w").asInt();
                require(
                        at.path("w").asInt() > 0 && at.path("h").asInt() > 0 && right <= WIDTH,
                        title(panel) + " leaves the grid");
                boolean isFree = true;
                for (int x = at.path("x").asInt(); x < right; x++) {
                    for (int y = at.path("y").asInt();
                            y < at.path("y").asInt() + at.path("h").asInt();
                            y++) {
                        isFree &= taken.add(x + "/" + y);
                    }
                }
                require(isFree, title(panel) + " overlaps another panel");
            }
        }

        private void ids() {
            Map<Integer, String> ids = new HashMap<>();
            for (JsonNode panel : dashboard.path("panels")) {
                String other = ids.putIfAbsent(panel.path("id").asInt(), title(panel));
                require(other == null, title(panel) + " has the id of " + other);
            }
        }

        private String title(JsonNode panel) {
            return "'" + panel.path("title").asText() + "'";
        }

        private void panel(JsonNode panel) {
            String title = title(panel);
            String type = panel.path("type").asText();
            JsonNode defaults = panel.path("fieldConfig").path("defaults");
            require(PANELS.contains(type), title + " is of type " + type);
            require(panel.path("description").asText().length() > 4, title + " has no description");
            require(
                    WITHOUT_UNIT.contains(type)
                            || !defaults.path("unit").asText().isEmpty(),
                    title + " has no unit");
            require(
                    defaults.path("thresholds")
                            .path("steps")
                            .path(0)
                            .path("value")
                            .isNull(),
                    title + " has no thresholds");
            requireSource(panel.path("datasource"), title);
            if (type.equals("timeseries")) {
                require(
                        panel.path("options").path("legend").path("showLegend").asBoolean(),
                        title + " hides its legend");
            }
            if (type.equals("table")) {
                require(!panel.path("fieldConfig").path("overrides").isEmpty(), title + " says nothing of its columns");
            }
            queries(panel, title);
            defaults.path("links").forEach(link -> link(link.path("url").asText(), title));
        }

        private void queries(JsonNode panel, String title) {
            require(!panel.path("targets").isEmpty(), title + " asks nothing");
            char refId = 'A';
            for (JsonNode target : panel.path("targets")) {
                require(
                        target.path("refId").asText().equals(String.valueOf(refId++)),
                        title + " has queries out of order");
                require(target.path("datasource").equals(panel.path("datasource")), title + " asks two data sources");
                if (target.has("rawSql")) {
                    sql(target.path("rawSql").asText(), title);
                } else if (target.path("datasource").path("type").asText().equals("prometheus")) {
                    boolean isNamed = !target.path("legendFormat").asText().isEmpty();
                    require(target.path("instant").asBoolean() || isNamed, title + " has series without a name");
                    prometheus(new Expression(target.path("expr").asText()), title);
                } else {
                    require(new Expression(target.path("expr").asText()).isBalanced(), title + " has an open bracket");
                }
            }
        }

        private void prometheus(Expression expression, String title) {
            require(expression.isBalanced(), title + " has an open bracket");
            require(!expression.selections().isEmpty(), title + " selects nothing");
            for (Expression.Selection each : expression.selections()) {
                String metric = each.metric();
                require(KNOWN.matcher(metric).matches(), title + " asks for " + metric + ", which nothing shows");
                boolean isRate =
                        each.function().equals("rate") || each.function().equals("increase");
                boolean isCounter = COUNTER.matcher(metric).matches()
                        && !NOT_COUNTER.matcher(metric).matches();
                require(!isCounter || isRate || each.isFilter(), title + " shows the counter " + metric + " as it is");
                require(isCounter || !isRate, title + " takes the rate of " + metric + ", which is no counter");
                require(
                        !each.function().equals("rate") || each.window().equals("[$__rate_interval]"),
                        title + " takes a rate over " + each.window());
                require(each.isFilter() || isScoped(each), title + " reads " + metric + " of every cluster");
            }
        }

        /** Whether it keeps to the clusters that were chosen; brokers' clusters can only be chosen where their variable is. */
        private boolean isScoped(Expression.Selection selection) {
            if (selection.metric().matches("kafka_consumergroup_.*|ALERTS")) {
                return true; // Kafka Exporter knows of no cluster, and alerts are of several
            }
            boolean isOfBrokers = selection.metric().matches("kafka_(server|controller|network|log)_.*");
            String wanted = variables.contains("kafka") ? "cluster=~\"$kafka\"" : "cluster=~\"$cluster\"";
            return (isOfBrokers && !variables.contains("kafka"))
                    || selection.matchers().contains(wanted);
        }

        private void sql(String sql, String title) {
            require(sql.matches("(?s)(SELECT|WITH)\\b.*"), title + " does more than read");
            require(!sql.matches("(?s).*SELECT \\*.*"), title + " reads every column");
            require(
                    sql.contains("$__timeFilter(") || sql.contains("BETWEEN now() - interval") || isOfTheServer(sql),
                    title + " reads a table from its beginning");
            Matcher macro = MACRO.matcher(sql);
            while (macro.find()) {
                require(BUILT_IN.contains(macro.group()), title + " uses " + macro.group());
            }
            boolean isByCurrency = sql.substring(0, sql.indexOf("FROM")).contains("currency");
            require(!sql.contains("sum(total)") || isByCurrency, title + " adds up currencies");
        }

        /** What a server tells of itself is no longer than it has tables, parts and tasks. */
        private static boolean isOfTheServer(String sql) {
            return READ.matcher(sql).results().allMatch(read -> read.group(1).matches("system\\.\\w+\\)?|\\(SELECT"));
        }

        private void link(String url, String title) {
            Matcher linked = LINKED.matcher(url);
            if (!linked.matches()) {
                require(false, title + " has a link that leads to no dashboard");
                return;
            }
            JsonNode target = dashboards.get(linked.group(1) + ".json");
            if (target == null) {
                require(false, title + " links to " + linked.group(1) + ", which is not there");
                return;
            }
            require(linked.group(2).contains("${__url_time_range}"), title + " has a link that loses the time range");
            Matcher given = GIVEN.matcher(linked.group(2));
            while (given.find()) {
                String name = given.group(1) == null ? given.group(2) : given.group(1);
                require(variables(target).contains(name), title + " hands $" + name + " to a dashboard without it");
            }
        }

        private void usesKnownVariables(String text) {
            Matcher used = VARIABLE.matcher(text);
            while (used.find()) {
                String name = used.group(1) == null ? used.group(2) : used.group(1);
                require(variables.contains(name) || BUILT_IN.contains(name), "there is no $" + name);
            }
        }

        private void texts(JsonNode node, Consumer<String> check) {
            if (node.isTextual() && !node.asText().equals("$__all")) {
                check.accept(node.asText());
            }
            node.forEach(child -> texts(child, check));
        }
    }
}
