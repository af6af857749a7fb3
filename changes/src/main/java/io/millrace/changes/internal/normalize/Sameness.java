// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.records.Decode;
import io.millrace.records.Structs;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Whether two Connect values are the same, at any depth. Arrays of bytes are compared by their content. */
final class Sameness {
    private Sameness() {}

    /** Whether values of this schema have parts that {@code equals} does not compare by content. */
    static boolean isComposed(Schema schema) {
        return switch (schema.type()) {
            case BYTES -> !Decimal.LOGICAL_NAME.equals(schema.name());
            case ARRAY, MAP, STRUCT -> true;
            default -> false;
        };
    }

    static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one == other) {
            return true;
        }
        if (one == null || other == null) {
            return false;
        }
        return one.equals(other) || sameParts(one, other);
    }

    /** What {@code equals} does not see: the content of bytes, wherever they are. */
    private static boolean sameParts(Object one, Object other) {
        if (one instanceof byte[] bytes) {
            return other instanceof byte[] others ? Arrays.equals(bytes, others) : sameBytes(one, other);
        } else if (one instanceof ByteBuffer) {
            return sameBytes(one, other);
        } else if (one instanceof List<?> list) {
            return other instanceof List<?> others && sameLists(list, others);
        } else if (one instanceof Map<?, ?> map) {
            return other instanceof Map<?, ?> others && sameMaps(map, others);
        }
        return one instanceof Struct struct && other instanceof Struct others && sameStructs(struct, others);
    }

    private static boolean sameBytes(Object one, Object other) {
        return (other instanceof byte[] || other instanceof ByteBuffer)
                && Arrays.equals(Decode.bytes(one), Decode.bytes(other));
    }

    private static boolean sameLists(List<?> one, List<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        Iterator<?> others = other.iterator();
        for (Object value : one) {
            if (!same(value, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameMaps(Map<?, ?> one, Map<?, ?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : one.entrySet()) {
            Object value = other.get(entry.getKey());
            if (!same(entry.getValue(), value) || (value == null && !other.containsKey(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameStructs(Struct one, Struct other) {
        if (!one.schema().equals(other.schema())) {
            return false;
        }
        for (Field field : one.schema().fields()) {
            if (!same(Structs.get(one, field), Structs.get(other, field))) {
                return false;
            }
        }
        return true;
    }
}
