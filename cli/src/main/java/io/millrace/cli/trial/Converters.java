// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.util.ConnectUtils;
import org.jspecify.annotations.Nullable;

/** A connector's converters, asked as a worker asks them; and what reads the data of texts, which no worker has. */
final class Converters implements AutoCloseable {
    private static final String SCHEMAS_ENABLE = "schemas.enable";

    private final Converter key;
    private final Converter value;
    private final HeaderConverter header;
    private final JsonConverter withSchema = json(true);
    private final JsonConverter withoutSchema = json(false);

    Converters(Converter key, Converter value, HeaderConverter header) {
        this.key = key;
        this.value = value;
        this.header = header;
    }

    private static JsonConverter json(boolean hasSchemas) {
        JsonConverter converter = new JsonConverter();
        // A null where the schema has a default stays one, as in the record that the text was made of.
        converter.configure(
                Map.of(SCHEMAS_ENABLE, hasSchemas, "replace.null.with.default", false, "converter.type", "value"));
        return converter;
    }

    /** Key or value, from bytes. */
    SchemaAndValue read(Stage stage, String topic, Headers headers, byte @Nullable [] bytes) throws StageFailure {
        Converter converter = stage == Stage.KEY_CONVERTER ? key : value;
        return StageFailure.at(stage, () -> converter.toConnectData(topic, headers, bytes));
    }

    /** Headers, from bytes. */
    ConnectHeaders read(String topic, Headers headers) throws StageFailure {
        ConnectHeaders read = new ConnectHeaders();
        for (Header each : headers) {
            SchemaAndValue data = StageFailure.at(
                    Stage.HEADER_CONVERTER, () -> header.toConnectHeader(topic, each.key(), each.value()));
            read.add(each.key(), data);
        }
        return read;
    }

    /** The data of a text. */
    SchemaAndValue data(Datum.Json json) {
        JsonConverter converter = json.hasSchema() ? withSchema : withoutSchema;
        return converter.toConnectData("", bytes(json.node()));
    }

    /** The whole record as it is sent. */
    ProducerRecord<byte[], byte[]> write(ConnectRecord<?> record) throws StageFailure {
        String topic = record.topic();
        Headers headers = new RecordHeaders();
        for (org.apache.kafka.connect.header.Header each : record.headers()) {
            headers.add(
                    each.key(),
                    StageFailure.at(
                            Stage.HEADER_CONVERTER,
                            () -> header.fromConnectHeader(topic, each.key(), each.schema(), each.value())));
        }
        byte[] keyBytes = write(Stage.KEY_CONVERTER, topic, headers, record.keySchema(), record.key());
        byte[] valueBytes = write(Stage.VALUE_CONVERTER, topic, headers, record.valueSchema(), record.value());
        Long timestamp =
                StageFailure.at(Stage.VALUE_CONVERTER, () -> ConnectUtils.checkAndConvertTimestamp(record.timestamp()));
        return new ProducerRecord<>(topic, record.kafkaPartition(), timestamp, keyBytes, valueBytes, headers);
    }

    private byte[] write(Stage stage, String topic, Headers headers, Schema schema, Object data) throws StageFailure {
        Converter converter = stage == Stage.KEY_CONVERTER ? key : value;
        return StageFailure.at(stage, () -> converter.fromConnectData(topic, headers, schema, data));
    }

    /** What Kafka has of a key or value that is given as JSON: a string without its quotes, where the converter reads no JSON. */
    byte[] bytes(Stage stage, JsonNode node) {
        Converter converter = stage == Stage.KEY_CONVERTER ? key : value;
        boolean readsJson = converter.getClass().getName().contains("Json");
        return node.isTextual() && !readsJson ? node.textValue().getBytes(StandardCharsets.UTF_8) : bytes(node);
    }

    static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        Utils.closeQuietly(key, "key converter");
        Utils.closeQuietly(value, "value converter");
        Utils.closeQuietly(header, "header converter");
        withSchema.close();
        withoutSchema.close();
    }
}
