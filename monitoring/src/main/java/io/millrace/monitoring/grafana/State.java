// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/** A number that stands for a word, and the word's colour. */
record State(int number, String word, Color color) {
    /** Those of connectors and tasks. The worst of several at once is the one that is shown. */
    static final List<State> OF_TASKS = List.of(
            new State(1, "running", Color.GREEN),
            new State(2, "paused", Color.BLUE),
            new State(3, "restarting", Color.YELLOW),
            new State(4, "unassigned", Color.ORANGE),
            new State(5, "destroyed", Color.PURPLE),
            new State(6, "failed", Color.RED));

    static final List<State> NO_YES = List.of(new State(0, "no", Color.BLUE), new State(1, "yes", Color.GREEN));
    static final List<State> YES_IS_BAD = List.of(new State(0, "no", Color.GREEN), new State(1, "yes", Color.RED));
    static final List<State> NO_IS_BAD = List.of(new State(0, "no", Color.RED), new State(1, "yes", Color.GREEN));

    /** The status of connectors or tasks as one number each, of a series with the status as its label. */
    static String numbers(String series, String scope, String by) {
        return "max by (" + by + ") (\n  "
                + OF_TASKS.stream()
                        .map(state -> series + "<" + scope + ", status=\"" + state.word + "\"> * " + state.number)
                        .collect(Collectors.joining("\n  or "))
                + "\n)";
    }

    static ArrayNode mappings(List<State> states) {
        ArrayNode mappings = JsonNodeFactory.instance.arrayNode();
        ObjectNode options = mappings.addObject().put("type", "value").putObject("options");
        for (int i = 0; i < states.size(); i++) {
            State state = states.get(i);
            options.putObject(Integer.toString(state.number))
                    .put("color", state.color.id())
                    .put("index", i)
                    .put("text", state.word);
        }
        return mappings;
    }
}
