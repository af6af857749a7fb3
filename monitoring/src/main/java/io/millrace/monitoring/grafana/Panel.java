// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** One panel: what it is called, what it asks, and how it shows the answer. */
record Panel(
        Look look,
        String title,
        String description,
        Unit unit,
        Size size,
        List<Query> queries,
        Thresholds thresholds,
        Details details) {

    /** In cells of the grid, which is 24 wide. */
    record Size(int width, int height) {}

    /** What only some panels have. */
    record Details(
            List<Column> columns,
            List<State> states,
            List<Link> links,
            OptionalDouble max,
            String empty,
            int decimals) {
        static final Details NONE =
                new Details(List.of(), List.of(), List.of(), OptionalDouble.empty(), "", NO_DECIMALS);

        Details {
            columns = List.copyOf(columns);
            states = List.copyOf(states);
            links = List.copyOf(links);
        }
    }

    private static final int NO_DECIMALS = -1;

    Panel {
        queries = List.copyOf(queries);
    }

    private static Panel of(Look look, String title, String description, Unit unit, Size size) {
        return new Panel(look, title, description, unit, size, List.of(), Thresholds.none(), Details.NONE);
    }

    static Panel lines(String title, String description, Unit unit) {
        return of(Look.TIMESERIES, title, description, unit, new Size(12, 8));
    }

    static Panel stacked(String title, String description, Unit unit) {
        return of(Look.STACKED, title, description, unit, new Size(12, 8));
    }

    static Panel bars(String title, String description, Unit unit) {
        return of(Look.BARS, title, description, unit, new Size(12, 8));
    }

    static Panel number(String title, String description, Unit unit) {
        return of(Look.STAT, title, description, unit, new Size(4, 4));
    }

    static Panel numbersOfRows(String title, String description, Unit unit) {
        return of(Look.STATS_OF_ROWS, title, description, unit, new Size(8, 4));
    }

    static Panel gauges(String title, String description, Unit unit) {
        return of(Look.BARGAUGE, title, description, unit, new Size(12, 8));
    }

    static Panel gaugesOfRows(String title, String description, Unit unit) {
        return of(Look.BARS_OF_ROWS, title, description, unit, new Size(8, 8));
    }

    static Panel pie(String title, String description, Unit unit) {
        return of(Look.PIECHART, title, description, unit, new Size(8, 8));
    }

    static Panel table(String title, String description, Column... columns) {
        Panel panel = of(Look.TABLE, title, description, Unit.COUNT, new Size(24, 8));
        Details none = Details.NONE;
        return panel.with(new Details(List.of(columns), none.states, none.links, none.max, none.empty, none.decimals));
    }

    static Panel states(String title, String description, List<State> states) {
        Panel panel = of(Look.STATE_TIMELINE, title, description, Unit.COUNT, new Size(12, 8));
        return panel.meaning(states);
    }

    static Panel logs(String title, String description) {
        return of(Look.LOGS, title, description, Unit.COUNT, new Size(24, 16));
    }

    private Panel with(Details changed) {
        return new Panel(look, title, description, unit, size, queries, thresholds, changed);
    }

    Panel ask(Query query) {
        List<Query> more = new ArrayList<>(queries);
        more.add(query);
        return new Panel(look, title, description, unit, size, more, thresholds, details);
    }

    Panel width(int width) {
        return new Panel(look, title, description, unit, new Size(width, size.height), queries, thresholds, details);
    }

    Panel height(int height) {
        return new Panel(look, title, description, unit, new Size(size.width, height), queries, thresholds, details);
    }

    Panel coloredBy(Thresholds by) {
        return new Panel(look, title, description, unit, size, queries, by, details);
    }

    Panel meaning(List<State> states) {
        return with(new Details(details.columns, states, details.links, details.max, details.empty, details.decimals));
    }

    Panel link(Link link) {
        List<Link> more = new ArrayList<>(details.links);
        more.add(link);
        return with(new Details(details.columns, details.states, more, details.max, details.empty, details.decimals));
    }

    Panel max(double value) {
        return with(new Details(
                details.columns,
                details.states,
                details.links,
                OptionalDouble.of(value),
                details.empty,
                details.decimals));
    }

    /** What to show where there is no data, if that is good news. */
    Panel whenEmpty(String text) {
        return with(new Details(details.columns, details.states, details.links, details.max, text, details.decimals));
    }

    Panel decimals(int digits) {
        return with(new Details(details.columns, details.states, details.links, details.max, details.empty, digits));
    }

    ObjectNode json(int id, int x, int y) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("type", look.type()).put("title", title).put("description", description);
        json.putObject("gridPos")
                .put("h", size.height)
                .put("w", size.width)
                .put("x", x)
                .put("y", y);
        json.set("datasource", queries.get(0).source().reference());
        json.set("fieldConfig", fields());
        look.options(json.putObject("options"));
        ArrayNode targets = json.putArray("targets");
        for (int i = 0; i < queries.size(); i++) {
            targets.add(queries.get(i).json(Character.toString((char) ('A' + i))));
        }
        if (!details.columns.isEmpty()) {
            json.set("transformations", transformations());
        }
        return json;
    }

    private ObjectNode fields() {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        ObjectNode defaults = config.putObject("defaults");
        defaults.putObject("color").put("mode", look.isColoredByValue() ? "thresholds" : "palette-classic");
        look.custom(defaults.putObject("custom"), this);
        if (look != Look.TABLE && look != Look.LOGS) {
            defaults.put("unit", unit.id());
        }
        if (look.type().equals("timeseries") || look.type().equals("bargauge")) {
            defaults.put("min", 0);
        }
        if (details.decimals != NO_DECIMALS) {
            defaults.put("decimals", details.decimals);
        }
        details.max.ifPresent(value -> defaults.set("max", Numbers.node(value)));
        if (!details.empty.isEmpty()) {
            defaults.put("noValue", details.empty);
        }
        defaults.set("thresholds", thresholds.json());
        if (!details.states.isEmpty()) {
            defaults.set("mappings", State.mappings(details.states));
        }
        ArrayNode links = defaults.putArray("links");
        details.links.forEach(link -> links.add(link.json()));
        config.set("overrides", overrides());
        return config;
    }

    private ArrayNode overrides() {
        ArrayNode overrides = JsonNodeFactory.instance.arrayNode();
        for (Column column : details.columns) {
            ObjectNode override = overrides.addObject();
            override.putObject("matcher").put("id", "byName").put("options", column.heading());
            ArrayNode properties = override.putArray("properties");
            properties.addObject().put("id", "unit").put("value", column.unit().id());
            if (column.hasDecimals()) {
                properties.addObject().put("id", "decimals").put("value", column.decimals());
            }
            if (!column.thresholds().isEmpty()) {
                properties
                        .addObject()
                        .put("id", "thresholds")
                        .set("value", column.thresholds().json());
                properties
                        .addObject()
                        .put("id", "custom.cellOptions")
                        .putObject("value")
                        .put("type", "color-text");
            }
        }
        return overrides;
    }

    /** Joins the answers by their labels, and shows the columns in their order and no others. */
    private ArrayNode transformations() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        if (queries.size() > 1) {
            list.addObject().put("id", "merge").putObject("options");
        }
        ObjectNode kept = list.addObject().put("id", "filterFieldsByName").putObject("options");
        ArrayNode names = kept.putObject("include").putArray("names");
        ObjectNode options = list.addObject().put("id", "organize").putObject("options");
        ObjectNode order = options.putObject("indexByName");
        ObjectNode headings = options.putObject("renameByName");
        for (int i = 0; i < details.columns.size(); i++) {
            Column column = details.columns.get(i);
            String name = queries.size() == 1 && column.name().equals("Value #A") ? "Value" : column.name();
            names.add(name);
            order.put(name, i);
            if (!name.equals(column.heading())) {
                headings.put(name, column.heading());
            }
        }
        return list;
    }
}
