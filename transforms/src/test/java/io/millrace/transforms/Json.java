// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;

/** Connect's JSON converter, configured so that null stays null. */
public final class Json {
    private static final JsonConverter WITH_SCHEMAS = converter("true");
    private static final JsonConverter WITHOUT_SCHEMAS = converter("false");

    private Json() {}

    private static JsonConverter converter(String schemas) {
        JsonConverter json = new JsonConverter();
        json.configure(
                Map.of(
                        "schemas.enable",
                        schemas,
                        "replace.null.with.default",
                        "false",
                        "decimal.format",
                        "NUMERIC",
                        "schemas.cache.size",
                        "16"),
                false);
        return json;
    }

    /** Writes key and value with their schemas, which throws where they do not fit. */
    public static void write(ConnectRecord<?> record) {
        WITH_SCHEMAS.fromConnectData("t", record.keySchema(), record.key());
        WITH_SCHEMAS.fromConnectData("t", record.valueSchema(), record.value());
    }

    /** The record as it is read again where no schema was written. */
    public static <R extends ConnectRecord<R>> R schemaless(R record) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                null,
                read(record.keySchema(), record.key()),
                null,
                read(record.valueSchema(), record.value()),
                record.timestamp(),
                record.headers());
    }

    private static @Nullable Object read(@Nullable Schema schema, @Nullable Object value) {
        return value == null
                ? null
                : WITHOUT_SCHEMAS
                        .toConnectData("t", WITHOUT_SCHEMAS.fromConnectData("t", schema, value))
                        .value();
    }
}
