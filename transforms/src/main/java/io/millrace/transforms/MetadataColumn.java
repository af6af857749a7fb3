// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.ConfigChecks;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** A metadata column that a row has only on request. The constants' order is the columns' order. */
enum MetadataColumn {
    PHASE,
    TX,
    CONNECTOR,
    DB,
    SCHEMA,
    TABLE,
    UNAVAILABLE;

    private static final Schema NAMES =
            SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build();

    static List<String> names() {
        return Arrays.stream(values()).map(ConfigChecks::text).toList();
    }

    Schema schema() {
        return this == UNAVAILABLE ? NAMES : Schema.OPTIONAL_STRING_SCHEMA;
    }
}
