// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements that the captured records come from, taken apart into columns and literals as they are written. */
final class SqlLiterals {
    private static final Pattern INSERT =
            Pattern.compile("INSERT INTO (?:fleet\\.)?all_types \\(([^)]*)\\)\\s*VALUES \\((.*?)\\);", Pattern.DOTALL);
    private static final Pattern UPDATE = Pattern.compile("UPDATE all_types SET (.*?) WHERE id=10;", Pattern.DOTALL);

    private SqlLiterals() {}

    /** Each inserted row in the order of the statements: column to literal. */
    static List<Map<String, String>> inserts(Database database, String script) {
        List<Map<String, String>> rows = new ArrayList<>();
        Matcher matcher = INSERT.matcher(read(database, script));
        while (matcher.find()) {
            List<String> columns = split(matcher.group(1));
            List<String> values = split(matcher.group(2));
            if (columns.size() != values.size()) {
                throw new IllegalStateException(columns.size() + " columns, " + values.size() + " values");
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), values.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** What each update of row 10 sets. */
    static List<Map<String, String>> updates(Database database) {
        List<Map<String, String>> changes = new ArrayList<>();
        Matcher matcher = UPDATE.matcher(read(database, "dml.sql"));
        while (matcher.find()) {
            Map<String, String> change = new LinkedHashMap<>();
            for (String assignment : split(matcher.group(1))) {
                int equals = assignment.indexOf('=');
                change.put(assignment.substring(0, equals), assignment.substring(equals + 1));
            }
            changes.add(change);
        }
        return changes;
    }

    private static String read(Database database, String script) {
        try (InputStream in = Captures.class.getResourceAsStream("captures/" + database.folder() + "/" + script)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At the commas outside of quotes and parentheses. */
    private static List<String> split(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (quoted && c == '\\' && list.charAt(i + 1) == '\'') {
                i++;
            } else if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && (c == '(' || c == ')')) {
                depth += c == '(' ? 1 : -1;
            } else if (!quoted && depth == 0 && c == ',') {
                parts.add(list.substring(from, i).trim());
                from = i + 1;
            }
        }
        parts.add(list.substring(from).trim());
        return parts;
    }

    /** The text within a quoted literal; null for NULL, and the literal itself if it is not quoted. */
    static String text(Database database, String literal) {
        if (literal == null || literal.equals("NULL")) {
            return null;
        }
        int quote = literal.indexOf('\'');
        if (quote < 0) {
            return literal;
        }
        String inner = literal.substring(quote + 1, literal.lastIndexOf('\''));
        boolean escapes = database != Database.POSTGRES || literal.startsWith("E'");
        return escapes ? inner.replace("\\\\", "\u0000").replace("\\n", "\n").replace("\u0000", "\\") : inner;
    }
}
