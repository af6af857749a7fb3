// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.TableChange;
import io.millrace.connect.sink.TableName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/** Statements that change tables that exist, and the names of what they make. */
final class Ddl {
    private static final int MAX_NAME_BYTES = 63;
    private static final int HASH_BYTES = 9;

    private Ddl() {}

    /** One statement, so that the server goes over the table once at most. */
    static String alter(TableName table, List<TableChange> changes) {
        List<String> actions = new ArrayList<>();
        changes.forEach(change -> actions.addAll(actions(change)));
        return "ALTER TABLE " + Sql.name(table) + " " + String.join(", ", actions) + ";";
    }

    private static List<String> actions(TableChange change) {
        if (change instanceof TableChange.AddColumns add) {
            return add.columns().stream()
                    .map(column -> "ADD COLUMN " + Sql.name(column.name()) + " " + column.type())
                    .toList();
        }
        if (change instanceof TableChange.Retype retype) {
            return List.of("ALTER COLUMN " + Sql.name(retype.column()) + " TYPE " + retype.to() + using(retype));
        }
        if (change instanceof TableChange.Relax relax) {
            return List.of("ALTER COLUMN " + Sql.name(relax.column()) + " DROP NOT NULL");
        }
        throw new IllegalArgumentException("no change of a table that exists: " + change);
    }

    /** Between points in time and local times the server would otherwise convert in the zone of whoever runs it. */
    private static String using(TableChange.Retype retype) {
        boolean wasLocal =
                retype.from().startsWith("timestamp") && !retype.from().endsWith(" with time zone");
        boolean becomesInstant = retype.to().equals("timestamp with time zone");
        boolean wasInstant =
                retype.from().startsWith("timestamp") && retype.from().endsWith(" with time zone");
        boolean becomesLocal = retype.to().equals("timestamp");
        return (wasLocal && becomesInstant) || (wasInstant && becomesLocal)
                ? " USING " + Sql.name(retype.column()) + " AT TIME ZONE 'UTC'"
                : "";
    }

    static String commentOnColumn(TableName table, String column, String text) {
        return "COMMENT ON COLUMN " + Sql.name(table) + "." + Sql.name(column) + " IS " + literal(text) + ";";
    }

    /** @param what {@code TABLE} or {@code VIEW} */
    static String commentOn(String what, TableName name, String text) {
        return "COMMENT ON " + what + " " + Sql.name(name) + " IS " + literal(text) + ";";
    }

    private static String literal(String text) {
        return Sql.text(text.replace("\0", ""));
    }

    /** A name made of parts; where the server would cut it off, the end is a hash instead, always the same. */
    static String generatedName(String... parts) {
        String whole = String.join("_", parts);
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_NAME_BYTES) {
            return whole;
        }
        CRC32 hash = new CRC32();
        hash.update(bytes);
        int end = MAX_NAME_BYTES - HASH_BYTES;
        while ((bytes[end] & 0xc0) == 0x80) { // never half a character
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + String.format(Locale.ROOT, "_%08x", hash.getValue());
    }
}
