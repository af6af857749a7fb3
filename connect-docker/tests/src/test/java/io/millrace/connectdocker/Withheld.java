// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static io.millrace.connectdocker.GuardedConnectors.deadLetters;
import static io.millrace.connectdocker.GuardedPipeline.POLLED;
import static io.millrace.connectdocker.GuardedPipeline.POLLED_CLICKHOUSE_SINK;
import static io.millrace.connectdocker.GuardedPipeline.POLLED_SINK;
import static io.millrace.connectdocker.GuardedPipeline.PUSHED;
import static io.millrace.connectdocker.GuardedPipeline.PUSHED_SINK;
import static io.millrace.connectdocker.GuardedPipeline.SHOP;
import static io.millrace.connectdocker.GuardedPipeline.SHOP_CLICKHOUSE_SINK;
import static io.millrace.connectdocker.GuardedPipeline.SHOP_SINK;

import io.millrace.connectdocker.Symptom.Failed;
import io.millrace.connectdocker.Symptom.Logged;
import io.millrace.connectdocker.Symptom.Refused;
import java.util.List;
import java.util.function.Consumer;

/** One rule that is taken from the worker's user while it runs: what needs it, and how an operator learns that it is missing. */
record Withheld(String rule, Consumer<GuardedPipeline> provocation, Symptom symptom) {
    private static final String HISTORY = "_schema-history.shop-mariadb-source";

    static final List<Withheld> CASES = List.of(
            // Connect's own topics.
            new Withheld(
                    "WRITE on TOPIC millrace-configs",
                    pipeline -> pipeline.put(PUSHED),
                    new Refused("Failed to write to config topic")),
            new Withheld(
                    "WRITE on TRANSACTIONAL_ID connect-cluster-millrace",
                    pipeline -> pipeline.put(PUSHED),
                    new Refused("Failed to write to config topic")),
            new Withheld(
                    "WRITE on TOPIC millrace-offsets",
                    pipeline -> pipeline.addEvent("without-offset"),
                    new Failed(POLLED, "Not authorized to access topics: [millrace-offsets]")),
            // The status then stays what it was.
            new Withheld(
                    "WRITE on TOPIC millrace-status",
                    pipeline -> pipeline.worker().restart(PUSHED),
                    new Logged("Not authorized to access topics: [millrace-status]")),
            // Sources.
            new Withheld(
                    "WRITE on TRANSACTIONAL_ID millrace-*",
                    pipeline -> pipeline.worker().restart(PUSHED),
                    new Failed(PUSHED, "TransactionalIdAuthorizationException")),
            new Withheld(
                    "CREATE on TOPIC devices.*",
                    pipeline -> {
                        pipeline.sendElsewhere(POLLED, "devices.elsewhere");
                        pipeline.addEvent("without-topic");
                        pipeline.worker().resume(POLLED);
                    },
                    new Failed(POLLED, "Ensure that the task is authorized to create topics")),
            new Withheld(
                    "WRITE on TOPIC devices.*",
                    pipeline -> pipeline.addEvent("unwritten"),
                    new Failed(POLLED, "Not authorized to access topics: [devices.events]")),
            new Withheld(
                    "CREATE on TOPIC curated.*",
                    pipeline -> pipeline.createTable("without_topic"),
                    new Failed(SHOP, "Ensure that the task is authorized to create topics")),
            new Withheld(
                    "WRITE on TOPIC curated.*",
                    pipeline -> pipeline.insert("unwritten"),
                    new Failed(SHOP, "Not authorized to access topics: [curated.shop.customers]")),
            // Debezium's schema history.
            new Withheld(
                    "CREATE on TOPIC " + HISTORY,
                    pipeline -> {
                        pipeline.forgetOffsets(SHOP);
                        pipeline.deleteTopic(HISTORY);
                        pipeline.worker().resume(SHOP);
                    },
                    new Failed(SHOP, "TopicAuthorizationException")),
            // Debezium then cannot see whether the topic keeps all, and goes on.
            new Withheld(
                    "DESCRIBE_CONFIGS on TOPIC " + HISTORY,
                    pipeline -> pipeline.createAnew(SHOP),
                    new Logged("Attempted to validate database schema history topic but failed")),
            new Withheld(
                    "READ on TOPIC " + HISTORY,
                    pipeline -> pipeline.createAnew(SHOP),
                    new Failed(SHOP, "Not authorized to access topics: [" + HISTORY + "]")),
            new Withheld(
                    "WRITE on TOPIC " + HISTORY,
                    pipeline -> pipeline.createTable("without_history"),
                    new Failed(SHOP, "Not authorized to access topics: [" + HISTORY + "]")),
            new Withheld(
                    "READ on GROUP curated-schemahistory",
                    pipeline -> pipeline.createAnew(SHOP),
                    new Failed(SHOP, "Not authorized to access group: curated-schemahistory")),
            // Sinks.
            new Withheld(
                    "READ on TOPIC devices.*",
                    pipeline -> pipeline.worker().restart(POLLED_SINK),
                    new Failed(POLLED_SINK, "Not authorized to access topics: [devices.events]")),
            new Withheld(
                    "READ on TOPIC curated.*",
                    pipeline -> pipeline.worker().restart(SHOP_SINK),
                    new Failed(SHOP_SINK, "Not authorized to access topics: [curated.shop.")),
            new Withheld(
                    "CREATE on TOPIC dead-letters.*",
                    pipeline -> {
                        pipeline.deleteTopic(deadLetters(SHOP_SINK));
                        pipeline.worker().restart(SHOP_SINK);
                    },
                    new Failed(SHOP_SINK, "Could not initialize dead letter queue")),
            // The sink goes on without the record: a report that fails at once is one that Connect does not wait for.
            new Withheld(
                    "WRITE on TOPIC dead-letters.*",
                    pipeline -> pipeline.addEvent("not for PostgreSQL: \\u0000"),
                    new Logged("Could not produce message to dead letter queue. topic=" + deadLetters(POLLED_SINK))),
            mayNotRead(POLLED_SINK),
            mayNotRead(PUSHED_SINK),
            mayNotRead(SHOP_SINK),
            mayNotRead(POLLED_CLICKHOUSE_SINK),
            mayNotRead(SHOP_CLICKHOUSE_SINK),
            mayNotForget(POLLED_SINK),
            mayNotForget(PUSHED_SINK),
            mayNotForget(SHOP_SINK),
            mayNotForget(POLLED_CLICKHOUSE_SINK),
            mayNotForget(SHOP_CLICKHOUSE_SINK));

    private static Withheld mayNotRead(String sink) {
        return new Withheld(
                "READ on GROUP connect-" + sink,
                pipeline -> pipeline.worker().restart(sink),
                new Failed(sink, "Not authorized to access group: connect-" + sink));
    }

    private static Withheld mayNotForget(String sink) {
        return new Withheld(
                "DELETE on GROUP connect-" + sink,
                pipeline -> pipeline.forgetOffsets(sink),
                new Refused("Failed to reset consumer group offsets for sink connector " + sink));
    }

    /** Whether only a sink to ClickHouse needs the rule. */
    boolean isOfClickHouse() {
        return rule.endsWith("-clickhouse-sink");
    }

    @Override
    public String toString() {
        return rule;
    }
}
