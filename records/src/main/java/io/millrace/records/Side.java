// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** The half of a record that a plugin works on: the one place that reads or rebuilds it. */
public enum Side {
    KEY {
        @Override
        public @Nullable Schema schema(ConnectRecord<?> record) {
            return record.keySchema();
        }

        @Override
        public @Nullable Object value(ConnectRecord<?> record) {
            return record.key();
        }

        @Override
        public <R extends ConnectRecord<R>> R replace(R record, @Nullable Schema schema, @Nullable Object value) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    schema,
                    value,
                    record.valueSchema(),
                    record.value(),
                    record.timestamp(),
                    record.headers());
        }
    },
    VALUE {
        @Override
        public @Nullable Schema schema(ConnectRecord<?> record) {
            return record.valueSchema();
        }

        @Override
        public @Nullable Object value(ConnectRecord<?> record) {
            return record.value();
        }

        @Override
        public <R extends ConnectRecord<R>> R replace(R record, @Nullable Schema schema, @Nullable Object value) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    schema,
                    value,
                    record.timestamp(),
                    record.headers());
        }
    };

    public abstract @Nullable Schema schema(ConnectRecord<?> record);

    public abstract @Nullable Object value(ConnectRecord<?> record);

    /** A copy of {@code record} with this half replaced; topic, partition, timestamp and headers are kept. */
    public abstract <R extends ConnectRecord<R>> R replace(R record, @Nullable Schema schema, @Nullable Object value);

    /** As error texts name it: {@code key} or {@code value}. */
    public String label() {
        return this == KEY ? "key" : "value";
    }
}
