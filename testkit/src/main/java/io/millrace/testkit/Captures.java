// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Change events captured from real databases by real Debezium connectors, as the records that a worker would hand to a
 * plugin. {@code README.md} beside the files says which servers and versions wrote them.
 *
 * <p>Nulls are kept where the schema has a default, integers and decimals are exact. Records of one file that have equal
 * schemas share the schema object. Every call parses anew, so that a test may do with its records what it likes.
 */
public final class Captures {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Captures() {}

    /** A database that records were captured from. */
    public enum Database {
        MYSQL,
        MARIADB,
        POSTGRES;

        /** The folder of this database's files: {@code mysql}. */
        public String folder() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The tables whose change events were captured. */
        public List<String> tables() {
            return switch (this) {
                case MYSQL, MARIADB -> List.of("all_types", "composite_key", "dbz_signal", "no_key");
                case POSTGRES ->
                    List.of("all_types", "composite_key", "dbz_signal", "full_identity", "no_key", "toast_default");
            };
        }

        /** The kinds of control records that were captured. */
        public List<String> controls() {
            return switch (this) {
                case MYSQL, MARIADB -> List.of("heartbeat", "schema-changes", "transaction");
                case POSTGRES -> List.of("heartbeat", "logical-message", "transaction");
            };
        }
    }

    /** The records of one table or kind of control record as a sink task gets them. */
    public static List<SinkRecord> sinkRecords(Database database, String name) {
        return read(database, name, Captures::sinkRecord);
    }

    /** The same as a source task makes them; the offset of the capture stands for the source offset. */
    public static List<SourceRecord> sourceRecords(Database database, String name) {
        return read(database, name, Captures::sourceRecord);
    }

    private static <R> List<R> read(Database database, String name, RecordMaker<R> maker) {
        String file = "captures/" + database.folder() + "/default." + name + ".json";
        try (InputStream in = Captures.class.getResourceAsStream(file);
                JsonConverter keys = converter(true);
                JsonConverter values = converter(false)) {
            if (in == null) {
                throw new IllegalArgumentException("Cannot read captures: no resource " + file + ".");
            }
            List<R> records = new ArrayList<>();
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode node = JSON.readTree(line);
                String topic = node.get("topic").textValue();
                records.add(maker.make(
                        node, decoded(keys, topic, node.get("key")), decoded(values, topic, node.get("value"))));
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read captures: " + file, e);
        }
    }

    private static JsonConverter converter(boolean key) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "true", "replace.null.with.default", "false"), key);
        return converter;
    }

    private static SchemaAndValue decoded(JsonConverter converter, String topic, JsonNode node)
            throws JsonProcessingException {
        return node.isNull() ? SchemaAndValue.NULL : converter.toConnectData(topic, JSON.writeValueAsBytes(node));
    }

    private static SinkRecord sinkRecord(JsonNode node, SchemaAndValue key, SchemaAndValue value) {
        return new SinkRecord(
                node.get("topic").textValue(),
                node.get("partition").intValue(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                node.get("offset").longValue(),
                node.get("timestamp").longValue(),
                TimestampType.CREATE_TIME,
                headers(node));
    }

    private static SourceRecord sourceRecord(JsonNode node, SchemaAndValue key, SchemaAndValue value) {
        String topic = node.get("topic").textValue();
        return new SourceRecord(
                Map.of("server", topic.split("\\.", 2)[0]),
                Map.of("offset", node.get("offset").longValue()),
                topic,
                node.get("partition").intValue(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                node.get("timestamp").longValue(),
                headers(node));
    }

    private static ConnectHeaders headers(JsonNode node) {
        ConnectHeaders headers = new ConnectHeaders();
        for (JsonNode header : node.get("headers")) {
            headers.add(header.get("key").textValue(), header.get("value").asText(), Schema.STRING_SCHEMA);
        }
        return headers;
    }

    private interface RecordMaker<R> {
        R make(JsonNode node, SchemaAndValue key, SchemaAndValue value);
    }
}
