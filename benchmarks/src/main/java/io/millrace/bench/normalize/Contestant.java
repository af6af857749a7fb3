// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import io.debezium.transforms.ExtractNewRecordState;
import io.millrace.bench.Names;
import io.millrace.transforms.NormalizeEnvelope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.connect.transforms.DebeziumTransform;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.InsertField;
import org.apache.kafka.connect.transforms.ReplaceField;
import org.apache.kafka.connect.transforms.TimestampConverter;
import org.apache.kafka.connect.transforms.Transformation;

/** Who takes part, and how each is configured. */
enum Contestant {
    /** {@link NormalizeEnvelope}, with times as Connect's own types. */
    MILLRACE,
    /** The same in a JVM in which structs are filled through {@code Struct.put}. */
    MILLRACE_PUBLIC_API,
    /** {@link #EXTRACT_NEW_RECORD_STATE}'s settings and output, by {@link NormalizeEnvelope}. */
    MILLRACE_DEBEZIUM_COMPAT,
    /** The least that does the same work as {@link #MILLRACE}, written by hand for these events. */
    FLOOR,
    /** {@link #MILLRACE} with a list of the columns that an update changed. */
    MILLRACE_CHANGED,
    /** {@link #FLOOR} with that list. */
    FLOOR_CHANGED,
    /** Debezium's transform with columns for operation, commit time and position. */
    EXTRACT_NEW_RECORD_STATE,
    /** The same, making rows of deletes. */
    EXTRACT_NEW_RECORD_STATE_REWRITE,
    /** What users put behind it to get times, names and a constant column. */
    CHAIN,
    /** Apache Iceberg's transform, which nests its metadata. */
    ICEBERG;

    private static final Map<String, String> TIMES =
            Map.of("types.temporal", "connect", "types.temporal.digits", "truncate");
    private static final String ADDED = "op,source.ts_ms,source.file,source.pos";

    /** As it stands in tables: {@code extract-new-record-state}. */
    String text() {
        return Names.text(this);
    }

    /** How it writes a change. */
    Form form() {
        return switch (this) {
            case MILLRACE, MILLRACE_PUBLIC_API, FLOOR -> Form.MILLRACE;
            case MILLRACE_CHANGED, FLOOR_CHANGED -> Form.MILLRACE.with("_changed", Facts.CHANGED);
            case MILLRACE_DEBEZIUM_COMPAT, EXTRACT_NEW_RECORD_STATE -> Form.UNWRAP;
            case EXTRACT_NEW_RECORD_STATE_REWRITE ->
                Form.UNWRAP.with("__deleted", Facts.DELETED).deleting(Form.Deletes.AS_ROW);
            case CHAIN -> Form.CHAIN;
            case ICEBERG -> Form.ICEBERG;
        };
    }

    /** New, configured transforms for a table that has {@code times}: a MicroTimestamp, a Timestamp and a text. */
    List<Transformation<SourceRecord>> chain(List<String> times) {
        return switch (this) {
            case MILLRACE, MILLRACE_PUBLIC_API -> List.of(configured(new NormalizeEnvelope<>(), TIMES));
            case MILLRACE_CHANGED -> List.of(configured(new NormalizeEnvelope<>(), withChanged()));
            case MILLRACE_DEBEZIUM_COMPAT ->
                List.of(configured(
                        new NormalizeEnvelope<>(), Map.of("profile", "debezium-compat", "add.fields", ADDED)));
            case FLOOR -> List.of(new Floor(Floor.Changed.OMITTED));
            case FLOOR_CHANGED -> List.of(new Floor(Floor.Changed.LISTED));
            case EXTRACT_NEW_RECORD_STATE -> List.of(unwrap(Map.of()));
            case EXTRACT_NEW_RECORD_STATE_REWRITE ->
                List.of(unwrap(Map.of("delete.tombstone.handling.mode", "rewrite")));
            case CHAIN -> usualChain(times);
            case ICEBERG ->
                List.of(configured(new DebeziumTransform<>(), Map.of("cdc.target.pattern", "{db}.{table}")));
        };
    }

    private static Map<String, String> withChanged() {
        Map<String, String> props = new LinkedHashMap<>(TIMES);
        props.put("metadata.columns", "changed");
        return props;
    }

    private static Transformation<SourceRecord> unwrap(Map<String, String> more) {
        Map<String, String> props = new LinkedHashMap<>(more);
        props.put("add.fields", ADDED);
        return configured(new ExtractNewRecordState<>(), props);
    }

    private static List<Transformation<SourceRecord>> usualChain(List<String> times) {
        List<Transformation<SourceRecord>> chain = new ArrayList<>();
        chain.add(unwrap(Map.of()));
        chain.add(timestamp(times.get(0), Map.of("unix.precision", "microseconds")));
        chain.add(timestamp(times.get(1), Map.of("unix.precision", "milliseconds")));
        chain.add(timestamp(times.get(2), Map.of("format", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")));
        chain.add(configured(
                new ReplaceField.Value<>(),
                Map.of("renames", "__op:_op,__source_ts_ms:_source_ts,__source_file:_file,__source_pos:_pos")));
        chain.add(configured(new InsertField.Value<>(), Map.of("static.field", "_connector", "static.value", "mysql")));
        return List.copyOf(chain);
    }

    private static Transformation<SourceRecord> timestamp(String column, Map<String, String> more) {
        Map<String, String> props = new LinkedHashMap<>(more);
        props.put("field", column);
        props.put("target.type", "Timestamp");
        return configured(new TimestampConverter.Value<>(), props);
    }

    private static Transformation<SourceRecord> configured(
            Transformation<SourceRecord> transform, Map<String, String> props) {
        transform.configure(props);
        return transform;
    }
}
