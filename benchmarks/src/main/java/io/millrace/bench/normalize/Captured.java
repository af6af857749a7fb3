// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;

/** An update of a table with a column of nearly every type, as Debezium's MySQL connector sent it. */
final class Captured {
    static final List<String> TIMES = List.of("c_dt6", "c_dt3", "c_default_now");

    private static final String FILE = "/captures/mysql/default.all_types.json";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private Captured() {}

    static List<Change> update() {
        try (InputStream in = Captured.class.getResourceAsStream(FILE);
                JsonConverter keys = converter(true);
                JsonConverter values = converter(false)) {
            if (in == null) {
                throw new IllegalStateException("Cannot read the captured update: no resource " + FILE + ".");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode node = JSON.readTree(line);
                JsonNode event = node.path("value").path("payload");
                if (event.path("op").asText().equals("u")) {
                    ((ObjectNode) event.get("after")).put("c_time6", 1_000L); // Connect's times are within a day
                    return List.of(change(decoded(keys, node.get("key")), decoded(values, node.get("value")), node));
                }
            }
            throw new IllegalStateException("Cannot read the captured update: none in " + FILE + ".");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE + ".", e);
        }
    }

    private static JsonConverter converter(boolean key) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "true", "replace.null.with.default", "false"), key);
        return converter;
    }

    private static SchemaAndValue decoded(JsonConverter converter, JsonNode node) throws IOException {
        return converter.toConnectData("captured", JSON.writeValueAsBytes(node));
    }

    private static Change change(SchemaAndValue key, SchemaAndValue value, JsonNode node) {
        Struct event = (Struct) value.value();
        ConnectHeaders headers = new ConnectHeaders();
        node.get("headers")
                .forEach(header -> headers.addString(
                        header.get("key").asText(), header.get("value").asText()));
        SourceRecord record = new SourceRecord(
                Map.of("server", "captured"),
                Map.of("offset", node.get("offset").longValue()),
                node.get("topic").asText(),
                0,
                key.schema(),
                key.value(),
                value.schema(),
                event,
                node.get("timestamp").longValue(),
                headers);
        return new Change(record, facts(event));
    }

    private static Map<String, Object> facts(Struct event) {
        Struct source = event.getStruct("source");
        Struct before = event.getStruct("before");
        Struct after = event.getStruct("after");
        long order = event.getStruct("transaction").getInt64("total_order");
        Map<String, Object> facts = new LinkedHashMap<>();
        Facts.putColumns(facts, after);
        facts.put(Facts.CHANGED, Table.changed(before, after));
        facts.put(Facts.OP, "u");
        facts.put(Facts.DELETED, false);
        facts.put(Facts.COMMITTED, Facts.instant(source.getInt64("ts_ms")));
        facts.put(Facts.FILE, source.get("file"));
        facts.put(Facts.POS, source.get("pos"));
        facts.put(
                Facts.ORDER_KEY,
                String.format(
                        "%016x/%016x/%016x/%016x",
                        1, source.getInt64("pos"), (1L << 60) | order, source.getInt32("row") << 1));
        return facts;
    }
}
