// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/** Records as a converter without schemas hands them out. */
final class Schemaless {
    private Schemaless() {}

    static SinkRecord record(SinkRecord record) {
        return new SinkRecord(
                record.topic(),
                record.kafkaPartition(),
                null,
                of(record.key()),
                null,
                of(record.value()),
                record.kafkaOffset(),
                record.timestamp(),
                record.timestampType(),
                record.headers());
    }

    static SourceRecord record(SourceRecord record) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                null,
                of(record.key()),
                null,
                of(record.value()),
                record.timestamp(),
                record.headers());
    }

    /** Structs become maps, at any depth; a null field is a null entry. */
    static Object of(Object value) {
        if (value instanceof Struct struct) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (Field field : struct.schema().fields()) {
                map.put(field.name(), of(struct.getWithoutDefault(field.name())));
            }
            return map;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(key, of(each)));
            return copy;
        }
        return value instanceof List<?> list ? list.stream().map(Schemaless::of).toList() : value;
    }
}
