// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.TableName;

/** Names and texts in ClickHouse's SQL. */
final class Sql {
    private Sql() {}

    /** A quoted identifier. */
    static String name(String identifier) {
        return '`' + escaped(identifier).replace("`", "\\`") + '`';
    }

    static String name(TableName table) {
        return name(table.schema()) + '.' + name(table.name());
    }

    /** A quoted text. */
    static String text(String text) {
        return '\'' + escaped(text).replace("'", "\\'") + '\'';
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\");
    }
}
