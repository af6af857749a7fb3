// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** From which value on a number is shown in which colour. */
record Thresholds(Color base, List<Step> steps) {
    record Step(double from, Color color) {}

    Thresholds {
        steps = List.copyOf(steps);
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).from <= steps.get(i - 1).from) {
                throw new IllegalArgumentException("thresholds do not rise: " + steps);
            }
        }
    }

    /** A number that is neither good nor bad. */
    static Thresholds none() {
        return new Thresholds(Color.BLUE, List.of());
    }

    static Thresholds startingWith(Color base) {
        return new Thresholds(base, List.of());
    }

    Thresholds from(double value, Color color) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(value, color));
        return new Thresholds(base, more);
    }

    /** Good below, bad from {@code value} on. */
    static Thresholds redFrom(double value) {
        return startingWith(Color.GREEN).from(value, Color.RED);
    }

    /** Bad below, good from {@code value} on. */
    static Thresholds redBelow(double value) {
        return startingWith(Color.RED).from(value, Color.GREEN);
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("mode", "absolute");
        ArrayNode list = json.putArray("steps");
        list.addObject().put("color", base.id()).putNull("value");
        for (Step step : steps) {
            list.addObject().put("color", step.color.id()).set("value", Numbers.node(step.from));
        }
        return json;
    }
}
