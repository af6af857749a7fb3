// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Subject;
import java.util.List;
import java.util.Set;

/** What a source cannot do, and what it needs. */
final class SourceChecks implements Check {
    private static final Set<String> SINGLE_TASK = Set.of(
            "io.debezium.connector.mysql.MySqlConnector",
            "io.debezium.connector.mariadb.MariaDbConnector",
            "io.debezium.connector.postgresql.PostgresConnector",
            "io.debezium.connector.oracle.OracleConnector",
            "io.debezium.connector.db2.Db2Connector",
            "org.apache.kafka.connect.file.FileStreamSourceConnector");

    private static final Set<String> WITH_SCHEMA_HISTORY = Set.of(
            "io.debezium.connector.mysql.MySqlConnector",
            "io.debezium.connector.mariadb.MariaDbConnector",
            "io.debezium.connector.oracle.OracleConnector",
            "io.debezium.connector.sqlserver.SqlServerConnector",
            "io.debezium.connector.db2.Db2Connector");

    private static final String KAFKAS_HISTORY = "io.debezium.storage.kafka.history.KafkaSchemaHistory";
    private static final String HISTORY = "schema.history.internal";
    private static final String TASKS = "tasks.max";
    private static final String TOLERANCE = "errors.tolerance";

    @Override
    public void check(Subject subject, Findings findings) {
        if (!subject.isSource()) {
            return;
        }
        deadLetters(subject, findings);
        topics(subject, findings);
        tasks(subject, findings);
        history(subject, findings);
    }

    private static void deadLetters(Subject subject, Findings findings) {
        subject.config().keySet().stream()
                .filter(key -> key.startsWith("errors.deadletterqueue."))
                .forEach(key -> findings.add(subject.found(
                        Rule.DEAD_LETTERS_ON_SOURCE,
                        key,
                        "Connect has dead letter queues for sinks only: on a source '" + key + "' has no effect.",
                        "Remove it.")));
        boolean isLogged = Boolean.parseBoolean(subject.get("errors.log.enable", "false"));
        if (subject.get(TOLERANCE, "none").equals("all") && !isLogged) {
            findings.add(subject.found(
                    Rule.SILENT_LOSS,
                    TOLERANCE,
                    "A record that a transform or converter cannot use is dropped, and nothing tells of it.",
                    "Set 'errors.log.enable' to true, or 'errors.tolerance' to none."));
        }
    }

    private static void topics(Subject subject, Findings findings) {
        for (String key : List.of("topics", "topics.regex")) {
            boolean isItsOwn =
                    subject.plugin().map(plugin -> plugin.keys().contains(key)).orElse(true);
            if (subject.has(key) && !isItsOwn) {
                findings.add(subject.found(
                        Rule.TOPICS_ON_SOURCE,
                        key,
                        subject.simpleName() + " is a source: it reads no topics, and '" + key + "' has no effect.",
                        "Remove it."));
            }
        }
    }

    private static void tasks(Subject subject, Findings findings) {
        String tasks = subject.get(TASKS, "1").strip();
        if (SINGLE_TASK.contains(subject.className()) && tasks.matches("[0-9]{1,4}") && Integer.parseInt(tasks) > 1) {
            findings.add(subject.found(
                    Rule.SINGLE_TASK,
                    TASKS,
                    subject.simpleName() + " reads by one task, whatever 'tasks.max' allows.",
                    "Set it to 1. For more, run a connector for each part of the tables."));
        }
    }

    private static void history(Subject subject, Findings findings) {
        if (!WITH_SCHEMA_HISTORY.contains(subject.className())
                || !subject.get(HISTORY, KAFKAS_HISTORY).equals(KAFKAS_HISTORY)) {
            return;
        }
        for (String key : List.of(HISTORY + ".kafka.bootstrap.servers", HISTORY + ".kafka.topic")) {
            if (subject.get(key, "").isBlank()) {
                findings.add(subject.found(
                        Rule.SCHEMA_HISTORY,
                        key,
                        subject.simpleName() + " keeps a history of the tables' schemas in Kafka, and '" + key
                                + "' is missing.",
                        "Set it, or 'schema.history.internal' to another store."));
            }
        }
    }
}
