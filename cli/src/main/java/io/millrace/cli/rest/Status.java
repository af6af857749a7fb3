// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A connector's state and its tasks'; {@code type} is {@code sink} or {@code source}, {@code version} empty before Kafka 4.1. */
public record Status(String name, String type, Part connector, List<Task> tasks) {
    /**
     * How a connector or a task is.
     *
     * @param worker who runs it
     * @param trace why it failed; else empty
     * @param version of the plugin; empty before Kafka 4.1
     */
    public record Part(State state, String worker, String trace, String version) {
        static Part of(JsonNode json) {
            return new Part(
                    State.of(json.path("state").asText()),
                    json.path("worker_id").asText(),
                    json.path("trace").asText().strip(),
                    json.path("version").asText(""));
        }

        /** Whether it stopped by itself. */
        public boolean hasFailed() {
            return state == State.FAILED;
        }
    }

    /** One of the tasks. */
    public record Task(int id, Part part) {}

    public Status {
        tasks = List.copyOf(tasks);
    }

    static Status of(JsonNode json) {
        List<Task> tasks = new ArrayList<>();
        for (JsonNode task : json.path("tasks")) {
            tasks.add(new Task(task.path("id").asInt(), Part.of(task)));
        }
        return new Status(
                json.path("name").asText(), json.path("type").asText(), Part.of(json.path("connector")), tasks);
    }

    /** One that was created, and of which no worker has said anything. */
    static Status none(String name) {
        return new Status(name, "", new Part(State.UNASSIGNED, "", "", ""), List.of());
    }

    /** The connector and its tasks. */
    public Stream<Part> parts() {
        return Stream.concat(Stream.of(connector), tasks.stream().map(Task::part));
    }

    /** Whether the connector or one of its tasks failed. */
    public boolean hasFailed() {
        return parts().anyMatch(Part::hasFailed);
    }

    /** The state to show for all of it: the connector's own, unless a task of it failed. */
    public State state() {
        return hasFailed() ? State.FAILED : connector.state();
    }

    public boolean isSink() {
        return type.equals("sink");
    }

    /** Its tasks by state: {@code 2 running, 1 failed}. */
    public String taskCounts() {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        tasks.forEach(task -> counts.merge(task.part().state(), 1, Integer::sum));
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count ->
                                count.getValue() + " " + count.getKey().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }
}
