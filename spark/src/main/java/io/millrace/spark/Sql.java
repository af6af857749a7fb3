// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Pieces of Spark's SQL. */
final class Sql {
    private Sql() {}

    /** A name, or a path of names, as an identifier. */
    static String quoted(String... path) {
        return Arrays.stream(path)
                .map(name -> "`" + name.replace("`", "``") + "`")
                .collect(Collectors.joining("."));
    }

    static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** Properties as in {@code TBLPROPERTIES}. */
    static String properties(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(entry -> text(entry.getKey()) + " = " + text(entry.getValue()))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
