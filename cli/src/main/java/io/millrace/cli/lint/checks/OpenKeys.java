// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.setup.Subject;
import java.util.List;
import java.util.stream.Stream;

/** Keys that plugins take and do not declare, since users make them up or since they are handed on. */
record OpenKeys(String classPrefix, List<String> prefixes, List<String> lists) {
    /** The settings of others that a connector has, whatever it is. */
    private static final List<String> CONNECTS = List.of(
            "transforms.",
            "predicates.",
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "producer.override.",
            "consumer.override.",
            "admin.override.",
            "topic.creation.");

    private static final List<OpenKeys> ALL = List.of(
            new OpenKeys(
                    "io.debezium.",
                    List.of(
                            "driver.",
                            "database.",
                            "schema.history.internal.",
                            "signal.",
                            "notification.",
                            "internal.",
                            "column.mask.",
                            "column.truncate.",
                            "snapshot.select.statement.overrides.",
                            "topic.",
                            "openlineage.",
                            "log.mining.",
                            "rac.",
                            "mongodb.",
                            "connection.",
                            "hibernate."),
                    List.of("converters", "post.processors")),
            new OpenKeys(
                    "io.millrace.connect.http.", List.of("endpoint.", "http.header.", "record.header."), List.of()),
            new OpenKeys("io.millrace.connect.", List.of("table."), List.of()),
            new OpenKeys("org.apache.kafka.connect.mirror.", List.of(""), List.of()),
            new OpenKeys(
                    "io.confluent.", List.of("confluent.", "connection.", "mongodb.", "schema.registry."), List.of()),
            new OpenKeys("com.clickhouse.", List.of("jdbcConnectionProperties"), List.of()),
            new OpenKeys("org.apache.iceberg.", List.of("iceberg."), List.of()),
            new OpenKeys("io.aiven.", List.of("connection.", "aws.", "gcs.", "file."), List.of()),
            new OpenKeys("com.snowflake.", List.of("snowflake.", "jvm."), List.of()),
            new OpenKeys("io.tabular.", List.of("iceberg."), List.of()));

    /** Whether the key belongs to Connect's own families, which have checks of their own. */
    static boolean isConnects(String key) {
        return CONNECTS.stream().anyMatch(key::startsWith);
    }

    /** Whether the connector may take the key, though it declares none like it. */
    static boolean isOpen(Subject subject, String key) {
        return ALL.stream()
                .filter(open -> subject.className().startsWith(open.classPrefix))
                .flatMap(open -> open.prefixesIn(subject))
                .anyMatch(key::startsWith);
    }

    private Stream<String> prefixesIn(Subject subject) {
        return Stream.concat(
                prefixes.stream(),
                lists.stream().flatMap(list -> subject.list(list).stream().map(name -> name + ".")));
    }
}
