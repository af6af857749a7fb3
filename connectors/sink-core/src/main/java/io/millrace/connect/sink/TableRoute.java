// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.List;

/**
 * Which table a topic's records go to: a format in which <code>${topic}</code> stands for the topic's name with dots
 * and dashes as underscores, and <code>${table}</code> for what follows its last dot, likewise. {@code schema.table}
 * chooses the schema; a format without a dot uses the default one.
 */
public final class TableRoute {
    public static final List<String> PLACEHOLDERS = List.of("${topic}", "${table}");

    private final String defaultSchema;
    private final String format;

    public TableRoute(String defaultSchema, String format) {
        this.defaultSchema = defaultSchema;
        this.format = format;
    }

    public TableName table(String topic) {
        String section = topic.substring(topic.lastIndexOf('.') + 1);
        String name = format.replace("${topic}", identifier(topic)).replace("${table}", identifier(section));
        int dot = name.indexOf('.');
        return dot < 0
                ? new TableName(defaultSchema, name)
                : new TableName(name.substring(0, dot), name.substring(dot + 1));
    }

    private static String identifier(String text) {
        return text.replace('.', '_').replace('-', '_');
    }
}
