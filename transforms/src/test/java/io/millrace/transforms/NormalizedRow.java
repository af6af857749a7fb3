// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/** What {@link NormalizeEnvelope} makes of a record, as a map, whether it has a schema or not. */
final class NormalizedRow {
    private static final Map<String, String> CONFIG =
            Map.of("metadata.columns", "op,deleted,seq,source_ts,seq_quality", "unavailable", "null");

    private NormalizedRow() {}

    /** The order key. */
    static String sequence(ConnectRecord<?> record) {
        return (String) of(record, CONFIG).get("_seq");
    }

    static String quality(ConnectRecord<?> record) {
        return (String) of(record, CONFIG).get("_seq_quality");
    }

    /** With the order key's quality, more settings, and {@code unavailable=null}. */
    static Map<String, Object> with(ConnectRecord<?> record, String key, String value) {
        Map<String, String> config = new HashMap<>(CONFIG);
        config.put(key, value);
        return of(record, config);
    }

    static Map<String, Object> of(ConnectRecord<?> record, Map<String, String> config) {
        return asMap(
                record instanceof SinkRecord sink
                        ? NormalizedRow.<SinkRecord>transform(config)
                                .apply(sink)
                                .value()
                        : NormalizedRow.<SourceRecord>transform(config)
                                .apply((SourceRecord) record)
                                .value());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        if (!(value instanceof Struct struct)) {
            return (Map<String, Object>) value;
        }
        Map<String, Object> map = new HashMap<>();
        struct.schema().fields().forEach(field -> map.put(field.name(), struct.getWithoutDefault(field.name())));
        return map;
    }

    private static <R extends ConnectRecord<R>> NormalizeEnvelope<R> transform(Map<String, String> config) {
        NormalizeEnvelope<R> transform = new NormalizeEnvelope<>();
        transform.configure(config);
        return transform;
    }
}
