// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.event.Connector;
import io.millrace.changes.internal.normalize.NormalizeConfig.DeleteColumns;
import io.millrace.records.Structs;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Tells which columns of a deleted row's image are real.
 *
 * <p>PostgreSQL logs the replica identity of a deleted row: by default its key. Debezium then fills required columns
 * with the schema's default or, without one, with a zero, an empty text, the epoch. An image that holds nothing but
 * those beside its key is taken to be such a one; a row that really was all zeros and nulls looks the same.
 */
final class DeleteImage {
    private static final int WKB_HEADER = 5;

    private final DeleteColumns mode;
    private final List<Field> columns;
    private volatile @Nullable Keyed lastKey;

    /** For images that are structs of these columns. */
    DeleteImage(DeleteColumns asked, Connector connector, List<Field> columns) {
        this.mode = asked == DeleteColumns.AUTO && !connector.logsKeysOnly() ? DeleteColumns.ALL : asked;
        this.columns = columns;
    }

    /** For schemaless images. */
    DeleteImage(DeleteColumns asked, Connector connector) {
        this(asked, connector, List.of());
    }

    /**
     * The key, if only its columns are to be kept of a schemaless image; null for all columns. Defaults are not known
     * here: a column whose default is not a zero makes the image look real.
     */
    @Nullable Map<?, ?> kept(Map<String, Object> before, @Nullable Object key) {
        if (mode == DeleteColumns.ALL || !(key instanceof Map<?, ?> columnsOfKey)) {
            return null;
        }
        boolean more = before.entrySet().stream()
                .anyMatch(entry -> !columnsOfKey.containsKey(entry.getKey())
                        && entry.getValue() != null
                        && !isZero(entry.getValue()));
        return mode == DeleteColumns.AUTO && more ? null : columnsOfKey;
    }

    /** The columns to keep of the image with these values; null for all of them. */
    @Nullable BitSet kept(@Nullable Object[] before, @Nullable Schema keySchema) {
        if (mode == DeleteColumns.ALL || keySchema == null || keySchema.type() != Schema.Type.STRUCT) {
            return null;
        }
        BitSet inKey = inKey(keySchema);
        if (inKey.isEmpty() || (mode == DeleteColumns.AUTO && holdsMoreThan(inKey, before))) {
            return null;
        }
        return inKey;
    }

    private BitSet inKey(Schema keySchema) {
        Keyed last = lastKey;
        if (last != null && last.schema == keySchema) {
            return last.columns;
        }
        BitSet found = new BitSet();
        for (int i = 0; i < columns.size(); i++) {
            found.set(i, keySchema.field(columns.get(i).name()) != null);
        }
        lastKey = new Keyed(keySchema, found);
        return found;
    }

    private boolean holdsMoreThan(BitSet inKey, @Nullable Object[] before) {
        for (int i = 0; i < columns.size(); i++) {
            Field column = columns.get(i);
            if (!inKey.get(i) && !isFilledIn(before[i], column.schema())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFilledIn(@Nullable Object value, Schema schema) {
        return value == null || value.equals(schema.defaultValue()) || (!schema.isOptional() && isZero(value));
    }

    private static boolean isZero(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.signum() == 0;
        }
        if (value instanceof Number number) {
            return number.doubleValue() == 0;
        }
        if (value instanceof String text) {
            return isEmptyText(text);
        }
        if (value instanceof byte[] bytes) {
            return isZero(ByteBuffer.wrap(bytes), 0);
        }
        if (value instanceof ByteBuffer bytes) {
            return isZero(bytes, bytes.position());
        }
        if (value instanceof Date date) {
            return date.toInstant().equals(Instant.EPOCH);
        }
        if (value instanceof Collection<?> list) {
            return list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty();
        }
        return value instanceof Struct struct ? isZero(struct) : Boolean.FALSE.equals(value);
    }

    private static boolean isZero(Struct struct) {
        for (Field field : struct.schema().fields()) {
            Object value = Structs.get(struct, field);
            if (value != null && !(field.name().equals("wkb") ? isOrigin(value) : isZero(value))) {
                return false;
            }
        }
        return true;
    }

    /** Well-known binary of a point at the origin or of nothing: zeros after the byte order and the type. */
    private static boolean isOrigin(Object wkb) {
        ByteBuffer bytes = wkb instanceof byte[] array ? ByteBuffer.wrap(array) : (ByteBuffer) wkb;
        return isZero(bytes, Math.min(bytes.limit(), bytes.position() + WKB_HEADER));
    }

    private static boolean isZero(ByteBuffer bytes, int from) {
        for (int i = from; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The texts that stand for nothing: of strings, of an hstore, and of numbers, times and intervals as text. */
    private static boolean isEmptyText(String text) {
        return text.equals("{}")
                || text.equals("P0Y0M0DT0H0M0S")
                || text.startsWith("1970-01-01")
                || text.startsWith("00:00:00")
                || isZeroNumber(text);
    }

    private static boolean isZeroNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '0' && text.charAt(i) != '.') {
                return false;
            }
        }
        return true;
    }

    private record Keyed(Schema schema, BitSet columns) {}
}
