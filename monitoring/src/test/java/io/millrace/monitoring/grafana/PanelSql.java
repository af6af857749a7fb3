// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * SQL of a panel, made ready as Grafana does it: first the variables are filled in, then the macros, by the rules of the
 * store's plugin.
 */
record PanelSql(Store store, Map<String, List<String>> chosen, Instant from, Instant to, Duration interval) {
    /** Whose macros are known. */
    enum Store {
        /**
         * Without TimescaleDB.
         *
         * @see <a href="https://grafana.com/docs/grafana/latest/datasources/postgres/#macros">Macros</a>
         */
        POSTGRES {
            @Override
            String macro(String name, List<String> given, PanelSql panel) {
                return switch (name) {
                    case "timeFilter" ->
                        given.get(0) + " BETWEEN " + quoted(panel.from.toString()) + " AND "
                                + quoted(panel.to.toString());
                    case "timeGroupAlias" -> {
                        long seconds = Long.parseLong(given.get(1).replaceFirst("s$", ""));
                        yield "floor(extract(epoch from " + given.get(0) + ")/" + seconds + ")*" + seconds
                                + " AS \"time\"";
                    }
                    default -> throw new IllegalArgumentException("no macro " + name);
                };
            }
        },
        /**
         * Of whole seconds.
         *
         * @see <a href="https://clickhouse.com/docs/integrations/grafana/query-builder">Macros</a>
         */
        CLICKHOUSE {
            @Override
            String macro(String name, List<String> given, PanelSql panel) {
                String column = given.get(0);
                return switch (name) {
                    case "timeFilter" ->
                        "%s >= toDateTime(%d) AND %s <= toDateTime(%d)"
                                .formatted(column, panel.from.getEpochSecond(), column, panel.to.getEpochSecond());
                    case "timeInterval" ->
                        "toStartOfInterval(toDateTime(%s), INTERVAL %d second)"
                                .formatted(column, panel.interval.toSeconds());
                    default -> throw new IllegalArgumentException("no macro " + name);
                };
            }
        };

        abstract String macro(String name, List<String> given, PanelSql panel);
    }

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::(\\w+))?}");
    private static final Pattern MACRO = Pattern.compile("\\$__(\\w+)\\(([^)]*)\\)");

    String ready(String sql) {
        String filled = VARIABLE.matcher(sql)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), found.group(2))));
        String timed = filled.replace("$__interval", interval.toSeconds() + "s");
        return MACRO.matcher(timed)
                .replaceAll(found -> Matcher.quoteReplacement(macro(found.group(1), found.group(2))));
    }

    private String value(String name, String format) {
        List<String> values = chosen.get(name);
        if (values == null) {
            throw new IllegalArgumentException("no variable " + name);
        }
        return "sqlstring".equals(format)
                ? values.stream().map(PanelSql::quoted).collect(Collectors.joining(","))
                : String.join(",", values);
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private String macro(String name, String arguments) {
        List<String> given = new ArrayList<>();
        for (String argument : arguments.split(",", -1)) {
            given.add(argument.strip());
        }
        return store.macro(name, given, this);
    }
}
