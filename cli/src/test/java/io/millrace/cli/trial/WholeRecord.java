// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;

/** A sink's record with all that it has, schemas too, on one line. */
final class WholeRecord {
    private static final JsonConverter JSON = new JsonConverter();

    static {
        JSON.configure(Map.of("schemas.enable", "true", "replace.null.with.default", "false"), false);
    }

    private WholeRecord() {}

    static String text(SinkRecord record) {
        StringBuilder text = new StringBuilder()
                .append(record.topic())
                .append('-')
                .append(record.kafkaPartition())
                .append('@')
                .append(record.kafkaOffset())
                .append(' ')
                .append(record.timestamp())
                .append(' ')
                .append(record.timestampType())
                .append(" key=")
                .append(json(record.keySchema(), record.key()))
                .append(" value=")
                .append(json(record.valueSchema(), record.value()));
        for (Header header : record.headers()) {
            text.append(" header ").append(header.key()).append('=').append(json(header.schema(), header.value()));
        }
        return text.toString();
    }

    private static String json(Schema schema, Object value) {
        byte[] bytes = JSON.fromConnectData("", schema, value);
        return bytes == null ? "nothing" : new String(bytes, StandardCharsets.UTF_8);
    }
}
