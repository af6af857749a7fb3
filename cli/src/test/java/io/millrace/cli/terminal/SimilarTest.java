// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was meant is found, and nothing is made up. */
class SimilarTest {
    private static final List<String> NAMES =
            List.of("tasks.max", "topics", "topic.prefix", "table.include.list", "batch.max.rows", "acks");

    @ParameterizedTest
    @CsvSource({
        "task.max,tasks.max",
        "max.tasks,tasks.max",
        "tasksMax,tasks.max",
        "TASKS_MAX,tasks.max",
        "takss.max,tasks.max",
        "topic.prefx,topic.prefix",
        "table.inlcude.list,table.include.list"
    })
    void findsTheNameThatWasMeant(String written, String meant) {
        assertThat(Similar.to(written, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"table.exclude.list", "batch.max.bytes", "batch.min.rows", "ack", "lag", "tasks.max", "something.else"})
    void doesNotGuess(String written) {
        assertThat(Similar.to(written, NAMES)).isEmpty();
    }

    @Test
    void takesTheNearest() {
        assertThat(Similar.to("topicss", List.of("topics", "topic", "tropics"))).contains("topics");
    }
}
