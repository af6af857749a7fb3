// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.util.IdentityHashMap;
import org.apache.avro.Schema;

/** Which values may take no bytes at all, so that their number cannot be held against what is there. */
final class EmptyValues {
    private final IdentityHashMap<Schema, Boolean> records = new IdentityHashMap<>();

    boolean allowed(Schema avro) {
        return switch (avro.getType()) {
            case NULL -> true;
            case FIXED -> avro.getFixedSize() == 0;
            case RECORD -> record(avro);
            default -> false;
        };
    }

    /** A record that holds itself has no end unless something in between takes a byte. */
    private boolean record(Schema avro) {
        Boolean known = records.get(avro);
        if (known == null) {
            records.put(avro, false);
            known = avro.getFields().stream().allMatch(field -> allowed(field.schema()));
            records.put(avro, known);
        }
        return known;
    }
}
