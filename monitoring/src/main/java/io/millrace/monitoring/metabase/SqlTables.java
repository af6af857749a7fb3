// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The tables and views that a query names after {@code FROM} and {@code JOIN}, without its own {@code WITH} names. This is no
 * parser: it knows the SQL of the shipped questions, and a test asks PostgreSQL whether it is right about each of them.
 */
final class SqlTables {
    private static final Pattern NO_TABLE =
            Pattern.compile("(?i)\\bextract\\s*\\(\\s*\\w+\\s+from\\b|\\bdistinct\\s+from\\b|'[^']*'|--[^\\n]*");
    private static final Pattern TABLE = Pattern.compile("(?i)\\b(?:from|join)\\s+(?:public\\.)?([a-z_]\\w*)");
    private static final Pattern OWN = Pattern.compile("(?i)(?:\\bwith|,)\\s+([a-z_]\\w*)\\s+as\\s*\\(");

    private SqlTables() {}

    static Set<String> of(String sql) {
        String plain = NO_TABLE.matcher(sql).replaceAll(" ");
        Set<String> tables = new TreeSet<>();
        TABLE.matcher(plain).results().forEach(found -> tables.add(found.group(1)));
        OWN.matcher(plain).results().forEach(found -> tables.remove(found.group(1)));
        return tables;
    }
}
