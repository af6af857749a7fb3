// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.changes.internal.types.TypePolicy.Others;
import io.millrace.changes.internal.types.TypePolicy.Sets;
import io.millrace.changes.internal.types.TypePolicy.Text;
import io.millrace.changes.internal.types.TypePolicy.Uuid;
import io.millrace.records.SemanticType;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/** Text with a meaning: JSON, XML, enums, sets, UUIDs. */
final class TextTypes {
    private static final int UUID_LENGTH = 36;

    private TextTypes() {}

    static @Nullable ColumnType of(Schema column, TypePolicy policy) {
        Others others = policy.others();
        return switch (SemanticType.trusted(column)) {
            case JSON -> MapTypes.isHstore(column, others) ? MapTypes.ofJson(column) : plain(column, others.json());
            case XML, LTREE, TSVECTOR -> plain(column, others.text());
            case ENUM -> plain(column, others.enums());
            case ENUM_SET -> set(column, others.sets());
            case UUID -> uuid(column, others.uuid());
            default -> null;
        };
    }

    private static @Nullable ColumnType plain(Schema column, Text choice) {
        return choice == Text.KEEP ? null : new ColumnType(ColumnType.like(column, SchemaBuilder.string()), null);
    }

    private static @Nullable ColumnType set(Schema column, Sets choice) {
        return switch (choice) {
            case KEEP -> null;
            case STRING -> new ColumnType(ColumnType.like(column, SchemaBuilder.string()), null);
            case ARRAY ->
                new ColumnType(
                        ColumnType.like(column, SchemaBuilder.array(Schema.STRING_SCHEMA)),
                        value -> members((String) value));
        };
    }

    /** MySQL allows no comma within a member. */
    private static List<String> members(String text) {
        List<String> members = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int comma = text.indexOf(',', from);
            int to = comma < 0 ? text.length() : comma;
            members.add(text.substring(from, to));
            from = to + 1;
        }
        return members;
    }

    private static @Nullable ColumnType uuid(Schema column, Uuid choice) {
        return switch (choice) {
            case KEEP -> null;
            case STRING -> new ColumnType(ColumnType.like(column, SchemaBuilder.string()), null);
            case BYTES ->
                new ColumnType(ColumnType.like(column, SchemaBuilder.bytes()), value -> bytes((String) value));
        };
    }

    private static byte[] bytes(String text) {
        if (text.length() != UUID_LENGTH) {
            throw notUuid(text);
        }
        byte[] bytes = new byte[16];
        int at = 0;
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    throw notUuid(text);
                }
                continue;
            }
            int high = Character.digit(c, 16);
            int low = Character.digit(text.charAt(++i), 16);
            if (high < 0 || low < 0) {
                throw notUuid(text);
            }
            bytes[at++] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    private static IllegalArgumentException notUuid(String text) {
        return new IllegalArgumentException("text of " + text.length() + " characters that is no UUID");
    }
}
