// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.TableName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;

/** How names and texts are written in SQL. */
final class Sql {
    private static final int MAX_IDENTIFIER_BYTES = 63;

    private Sql() {}

    static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String name(TableName table) {
        return name(table.schema()) + '.' + name(table.name());
    }

    static String names(List<String> identifiers) {
        return identifiers.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    static String text(String literal) {
        String quoted = '\'' + literal.replace("'", "''") + '\'';
        return literal.indexOf('\\') < 0 ? quoted : 'E' + quoted.replace("\\", "\\\\");
    }

    /** PostgreSQL would cut a longer name off, and two columns or tables could become one. */
    static void requireFits(String what, String identifier) {
        int bytes = identifier.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_IDENTIFIER_BYTES || identifier.indexOf('\0') >= 0) {
            throw new ConnectException("Cannot use " + what + " name '" + identifier + "': found " + bytes
                    + " bytes (expected 1 to " + MAX_IDENTIFIER_BYTES
                    + ", PostgreSQL's limit). Rename it with a transform or 'table.name.format'.");
        }
    }
}
