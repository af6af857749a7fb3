// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.millrace.changes.internal.normalize.MetadataColumn;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * What Jazzer runs again and again: {@link NormalizeEnvelope} on whatever maps come. All that may be thrown is a
 * DataException that says what it could not do.
 */
public final class NormalizeFuzz {
    private static final String ALL_COLUMNS = String.join(",", MetadataColumn.names());
    private static final List<Map<String, String>> CONFIGS = List.of(
            Map.of(),
            Map.of("metadata.standard", ALL_COLUMNS, "unavailable", "null"),
            Map.of("shape", "changelog", "before", "nested", "unavailable", "keep"),
            Map.of("shape", "envelope", "metadata.columns", ALL_COLUMNS, "unavailable", "null"),
            Map.of("names.column.case", "snake", "names.column.sanitize", "identifier", "metadata.nest", "_meta"),
            Map.of("names.topic.case", "lower", "names.topic.sanitize", "identifier", "delete.columns", "key"),
            Map.of("errors", "quarantine", "unknown", "pass", "delete.columns", "all"),
            Map.of("profile", "bigquery", "unknown", "pass"),
            Map.of("profile", "clickhouse"),
            Map.of("profile", "iceberg", "metadata.columns", "tx,tx_order,old_key,new_key,key_changed"),
            Map.of("profile", "jdbc"),
            Map.of("profile", "debezium-compat", "add.fields", "op,source.ts_ms,transaction.id,file"),
            Map.of(
                    "profile",
                    "debezium-compat",
                    "delete.tombstone.handling.mode",
                    "rewrite",
                    "add.headers",
                    "op,table",
                    "route.by.field",
                    "state"));

    private NormalizeFuzz() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        Map<String, String> config = data.pickValue(CONFIGS);
        FuzzedEvents events = new FuzzedEvents(data);
        if (data.consumeBoolean()) {
            NormalizeEnvelope<SinkRecord> transform = new NormalizeEnvelope<>();
            transform.configure(config);
            for (int records = data.consumeInt(1, 3); records > 0; records--) {
                apply(transform, events.sink());
            }
        } else {
            NormalizeEnvelope<SourceRecord> transform = new NormalizeEnvelope<>();
            transform.configure(config);
            for (int records = data.consumeInt(1, 3); records > 0; records--) {
                apply(transform, events.source());
            }
        }
    }

    /** The record may be refused in the one wording, and is not changed. */
    static <R extends ConnectRecord<R>> void apply(Transformation<R> transform, R record) {
        String before = String.valueOf(record);
        try {
            transform.apply(record);
        } catch (DataException e) {
            require(e.getMessage() != null && e.getMessage().startsWith("Cannot "), "wording: " + e.getMessage());
        }
        require(before.equals(String.valueOf(record)), "the input was changed");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
