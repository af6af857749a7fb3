// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Connect says of a connector; a {@code trace} is empty unless that part failed. */
public record ConnectorStatus(String name, String state, String trace, List<Task> tasks) {
    private static final String RUNNING = "RUNNING";
    private static final String FAILED = "FAILED";

    /** One of its tasks. */
    public record Task(int id, String state, String trace) {}

    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    static ConnectorStatus of(JsonNode json) {
        List<Task> tasks = new ArrayList<>();
        for (JsonNode task : json.path("tasks")) {
            tasks.add(new Task(
                    task.path("id").asInt(),
                    task.path("state").asText(),
                    task.path("trace").asText()));
        }
        JsonNode connector = json.path("connector");
        return new ConnectorStatus(
                json.path("name").asText(),
                connector.path("state").asText(),
                connector.path("trace").asText(),
                tasks);
    }

    /** The connector runs, has tasks, and they all run. */
    public boolean isRunning() {
        return state.equals(RUNNING)
                && !tasks.isEmpty()
                && tasks.stream().allMatch(task -> task.state().equals(RUNNING));
    }

    /** The connector or one of its tasks failed. */
    public boolean isFailed() {
        return state.equals(FAILED)
                || tasks.stream().anyMatch(task -> task.state().equals(FAILED));
    }

    /** The traces of all that failed. */
    public String failures() {
        return Stream.concat(Stream.of(trace), tasks.stream().map(Task::trace))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
