// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.List;

/**
 * How records become rows.
 *
 * @param keyFields names: a selection or, for a primitive key, the column; for {@link KeyMode#KAFKA} the three columns
 * @param deleteField boolean field that marks a row as deleted; empty for none
 */
public record RowRules(
        WriteMode writeMode,
        DeleteMode deleteMode,
        TruncateMode truncateMode,
        KeyMode keyMode,
        List<String> keyFields,
        String deleteField) {
    static final List<String> KAFKA_COLUMNS = List.of("_topic", "_partition", "_offset");

    public RowRules {
        keyFields = List.copyOf(keyFields);
    }

    List<String> kafkaColumns() {
        return keyFields.isEmpty() ? KAFKA_COLUMNS : keyFields;
    }

    boolean deletesRows() {
        return deleteMode == DeleteMode.HARD && writeMode == WriteMode.UPSERT;
    }
}
