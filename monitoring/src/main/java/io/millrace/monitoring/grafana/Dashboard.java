// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A dashboard: its variables, and its panels by section. */
record Dashboard(
        String uid, String title, String description, String range, List<Variable> variables, List<Section> sections) {
    /** Of Grafana's classic model, which Grafana 10 to 13 read. */
    private static final int SCHEMA_VERSION = 42;

    private static final int GRID_WIDTH = 24;
    private static final String TAG = "millrace";

    /** Panels under one heading. */
    record Section(String title, List<Panel> panels) {
        Section {
            panels = List.copyOf(panels);
        }
    }

    Dashboard {
        variables = List.copyOf(variables);
        sections = List.copyOf(sections);
    }

    static Dashboard of(String uid, String title, String description) {
        return new Dashboard(uid, title, description, "now-1h", List.of(), List.of());
    }

    Dashboard over(String from) {
        return new Dashboard(uid, title, description, from, variables, sections);
    }

    Dashboard choose(Variable... chosen) {
        return new Dashboard(uid, title, description, range, Arrays.asList(chosen), sections);
    }

    Dashboard section(String heading, Panel... panels) {
        List<Section> more = new ArrayList<>(sections);
        more.add(new Section(heading, Arrays.asList(panels)));
        return new Dashboard(uid, title, description, range, variables, more);
    }

    String fileName() {
        return uid + ".json";
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putNull("id").put("uid", uid).put("title", title).put("description", description);
        json.putArray("tags").add(TAG);
        json.put("schemaVersion", SCHEMA_VERSION).put("version", 1).put("editable", false);
        json.put("graphTooltip", 1)
                .put("timezone", "browser")
                .put("weekStart", "")
                .put("refresh", "30s");
        json.putObject("time").put("from", range).put("to", "now");
        json.putObject("timepicker");
        json.putObject("annotations").putArray("list");
        json.putArray("links").add(others());
        ArrayNode list = json.putObject("templating").putArray("list");
        sources().forEach(source -> list.add(source.variable()));
        variables.forEach(variable -> list.add(variable.json()));
        json.set("panels", panels());
        return json;
    }

    /** The way to the other dashboards, with the time range and what was chosen. */
    private static ObjectNode others() {
        ObjectNode link = JsonNodeFactory.instance.objectNode();
        link.put("type", "dashboards").put("title", "Millrace").put("icon", "external link");
        link.put("tooltip", "Other dashboards of the pipeline").put("url", "");
        link.put("asDropdown", true)
                .put("includeVars", true)
                .put("keepTime", true)
                .put("targetBlank", false);
        link.putArray("tags").add(TAG);
        return link;
    }

    private Set<Source> sources() {
        Set<Source> sources = new LinkedHashSet<>();
        for (Section section : sections) {
            for (Panel panel : section.panels) {
                panel.queries().forEach(query -> sources.add(query.source()));
            }
        }
        if (variables.contains(Variable.CONNECTOR)) {
            sources.add(Source.PROMETHEUS);
        }
        return sources;
    }

    /** Each section's panels from left to right, line after line. */
    private ArrayNode panels() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        int id = 1;
        int y = 0;
        for (Section section : sections) {
            list.add(heading(section.title, id++, y++));
            int x = 0;
            int lineHeight = 0;
            for (Panel panel : section.panels) {
                if (x + panel.size().width() > GRID_WIDTH) {
                    x = 0;
                    y += lineHeight;
                    lineHeight = 0;
                }
                list.add(panel.json(id++, x, y));
                x += panel.size().width();
                lineHeight = Math.max(lineHeight, panel.size().height());
            }
            y += lineHeight;
        }
        return list;
    }

    private static ObjectNode heading(String title, int id, int y) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("type", "row").put("title", title).put("collapsed", false);
        json.putObject("gridPos").put("h", 1).put("w", GRID_WIDTH).put("x", 0).put("y", y);
        json.putArray("panels");
        return json;
    }
}
