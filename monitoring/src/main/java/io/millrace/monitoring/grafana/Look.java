// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** How a panel shows what its queries give: Grafana's panel type, with the options that all panels of it have here. */
enum Look {
    TIMESERIES {
        @Override
        void custom(ObjectNode custom, Panel panel) {
            lines(custom, panel, false);
        }

        @Override
        void options(ObjectNode options) {
            legend(options, "table", "lastNotNull", "max");
            tooltip(options);
        }
    },
    /** Lines one upon the other. */
    STACKED {
        @Override
        String type() {
            return TIMESERIES.type();
        }

        @Override
        void custom(ObjectNode custom, Panel panel) {
            lines(custom, panel, true);
        }

        @Override
        void options(ObjectNode options) {
            TIMESERIES.options(options);
        }
    },
    /** Counts for pieces of time, one upon the other. */
    BARS {
        @Override
        String type() {
            return TIMESERIES.type();
        }

        @Override
        void custom(ObjectNode custom, Panel panel) {
            lines(custom, panel, true);
            custom.put("drawStyle", "bars").put("fillOpacity", 80);
        }

        @Override
        void options(ObjectNode options) {
            legend(options, "table", "sum");
            tooltip(options);
        }
    },
    STAT {
        @Override
        void custom(ObjectNode custom, Panel panel) {}

        @Override
        void options(ObjectNode options) {
            options.put("colorMode", "value").put("graphMode", "area").put("justifyMode", "auto");
            options.put("orientation", "auto").put("percentChangeColorMode", "standard");
            options.put("showPercentChange", false).put("textMode", "auto").put("wideLayout", true);
            reduce(options, false);
        }
    },
    /** As many numbers as a query has rows, each named by the row's text. */
    STATS_OF_ROWS {
        @Override
        String type() {
            return STAT.type();
        }

        @Override
        void custom(ObjectNode custom, Panel panel) {}

        @Override
        void options(ObjectNode options) {
            STAT.options(options);
            options.put("graphMode", "none");
            reduce(options, true);
        }
    },
    BARGAUGE {
        @Override
        void custom(ObjectNode custom, Panel panel) {}

        @Override
        void options(ObjectNode options) {
            options.put("displayMode", "basic").put("orientation", "horizontal");
            options.put("maxVizHeight", 300).put("minVizHeight", 16).put("minVizWidth", 8);
            options.put("namePlacement", "auto").put("showUnfilled", true);
            options.put("sizing", "auto").put("valueMode", "text");
            reduce(options, false);
            legend(options, "list").put("showLegend", false);
        }
    },
    /** As a bar gauge, with a bar for each row. */
    BARS_OF_ROWS {
        @Override
        String type() {
            return BARGAUGE.type();
        }

        @Override
        void custom(ObjectNode custom, Panel panel) {}

        @Override
        void options(ObjectNode options) {
            BARGAUGE.options(options);
            reduce(options, true);
        }
    },
    PIECHART {
        @Override
        void custom(ObjectNode custom, Panel panel) {}

        @Override
        void options(ObjectNode options) {
            options.put("pieType", "donut").put("sort", "desc").put("orientation", "auto");
            options.putArray("displayLabels").add("percent");
            reduce(options, true);
            legend(options, "table").putArray("values").add("value").add("percent");
            tooltip(options);
        }
    },
    TABLE {
        @Override
        void custom(ObjectNode custom, Panel panel) {
            custom.put("align", "auto").put("inspect", false).put("filterable", true);
            custom.putObject("cellOptions").put("type", "auto");
        }

        @Override
        void options(ObjectNode options) {
            options.put("cellHeight", "sm").put("frameIndex", 0).put("showHeader", true);
        }
    },
    STATE_TIMELINE {
        @Override
        String type() {
            return "state-timeline";
        }

        @Override
        void custom(ObjectNode custom, Panel panel) {
            custom.put("fillOpacity", 80).put("lineWidth", 0);
        }

        @Override
        void options(ObjectNode options) {
            options.put("alignValue", "left").put("mergeValues", true).put("rowHeight", 0.9);
            options.put("showValue", "auto");
            legend(options, "list");
            tooltip(options);
        }
    },
    LOGS {
        @Override
        void custom(ObjectNode custom, Panel panel) {}

        @Override
        void options(ObjectNode options) {
            options.put("dedupStrategy", "none").put("enableLogDetails", true);
            options.put("prettifyLogMessage", false).put("showCommonLabels", false);
            options.put("showLabels", false).put("showLogContextToggle", true).put("showTime", true);
            options.put("sortOrder", "Descending").put("wrapLogMessage", true);
        }
    };

    /** Grafana's name of the panel type. */
    String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Adds what the panel type keeps with its fields. */
    abstract void custom(ObjectNode custom, Panel panel);

    abstract void options(ObjectNode options);

    boolean isOfRows() {
        return this == STATS_OF_ROWS || this == BARS_OF_ROWS || this == PIECHART;
    }

    /** Whether numbers are coloured by thresholds, else each series has a colour of its own. */
    boolean isColoredByValue() {
        return type().equals(STAT.type()) || type().equals(BARGAUGE.type()) || this == STATE_TIMELINE || this == TABLE;
    }

    private static void lines(ObjectNode custom, Panel panel, boolean isStacked) {
        custom.put("drawStyle", "line").put("lineInterpolation", "linear").put("lineWidth", 1);
        custom.put("fillOpacity", isStacked ? 30 : 10).put("showPoints", "auto").put("pointSize", 4);
        custom.put("spanNulls", false);
        custom.putObject("stacking").put("group", "A").put("mode", isStacked ? "normal" : "none");
        custom.putObject("thresholdsStyle").put("mode", panel.thresholds().isEmpty() ? "off" : "dashed");
    }

    private static ObjectNode legend(ObjectNode options, String mode, String... calculations) {
        ObjectNode legend = options.putObject("legend");
        legend.put("displayMode", mode).put("placement", "bottom").put("showLegend", true);
        ArrayNode calcs = legend.putArray("calcs");
        for (String calculation : calculations) {
            calcs.add(calculation);
        }
        return legend;
    }

    private static void tooltip(ObjectNode options) {
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
    }

    private static void reduce(ObjectNode options, boolean isOfRows) {
        ObjectNode reduce = options.putObject("reduceOptions");
        reduce.putArray("calcs").add("lastNotNull");
        reduce.put("fields", "").put("values", isOfRows);
    }
}
