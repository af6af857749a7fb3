// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.List;

/**
 * Where a row's key comes from.
 *
 * @param fields names: a selection or, for a primitive key, the column; for {@link KeyMode#KAFKA} the three columns
 */
public record KeyRules(KeyMode mode, List<String> fields) {
    private static final List<String> KAFKA_COLUMNS = List.of("_topic", "_partition", "_offset");

    public KeyRules {
        fields = List.copyOf(fields);
    }

    /** The key's columns, as far as they are known before any record is; else empty. */
    public List<String> known() {
        return switch (mode) {
            case KAFKA -> kafkaColumns();
            case RECORD_KEY, RECORD_VALUE -> fields;
            case NONE -> List.of();
        };
    }

    List<String> kafkaColumns() {
        return fields.isEmpty() ? KAFKA_COLUMNS : fields;
    }
}
