// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** Debezium's headers that hold the other key of a row whose key changed: what is masked in the key is masked in them. */
final class KeyHeaders {
    private static final List<String> NAMES = List.of("__debezium.newkey", "__debezium.oldkey");

    private KeyHeaders() {}

    /** The record itself if it has none. A header whose content cannot be masked stays, without content. */
    static <R extends ConnectRecord<R>> R masked(R record, Masker masker) {
        R result = record;
        for (String name : NAMES) {
            Header header = record.headers().lastWithName(name);
            if (header != null && header.value() != null) {
                result = replaced(result, header, masker.key(header.schema(), header.value()));
            }
        }
        return result;
    }

    private static <R extends ConnectRecord<R>> R replaced(R record, Header header, @Nullable SchemaAndValue masked) {
        Headers headers = record.headers().duplicate();
        headers.remove(header.key());
        headers.add(header.key(), masked == null ? SchemaAndValue.NULL : masked);
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                headers);
    }
}
