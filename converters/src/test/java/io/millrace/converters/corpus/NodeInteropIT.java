// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.converters.AvroConverter;
import io.millrace.converters.internal.avro.DataOption;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/**
 * The corpus, from here to Confluent's client for Node and back, through a real registry: the client reads what was
 * written here, writes it again with the schema that was registered from here, and must arrive at the same bytes.
 */
class NodeInteropIT {
    /** What the client cannot do, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "field-grün",
            "takes letters of ASCII only in names, as Avro's specification does and its Java library not",
            "float-default-not-a-number",
            "does not take the text NaN as a default, which Avro's Java library writes");

    private record Sent(Case origin, Switches switches, String topic, byte[] bytes) {}

    @Test
    void confluentsClientReadsTheCorpusAndWritesTheSameBytes() throws IOException, InterruptedException {
        List<Sent> sent = new ArrayList<>();
        Set<Object> texts = new HashSet<>();
        for (Switches switches : Switches.aloneAndTogether(options())) {
            AvroConverter converter = converter(switches);
            for (Case each : Corpus.all()) {
                Outcome outcome = Outcome.of(each, switches);
                if (!outcome.isRefused() && texts.add(List.of(each.name(), outcome.avro(), outcome.payloads()))) {
                    sent.addAll(write(converter, each, switches, "node-" + texts.size()));
                }
            }
        }

        List<JsonNode> answers = NodeClient.run(
                TestServers.registry().url(),
                sent.stream()
                        .map(each -> Map.<String, Object>of("topic", each.topic, "data", hex(each.bytes)))
                        .toList());

        Map<String, String> different = new TreeMap<>();
        for (int i = 0; i < sent.size(); i++) {
            Sent each = sent.get(i);
            JsonNode answer = answers.get(i);
            if (!hex(each.bytes).equals(answer.path("data").asText())) {
                different.put(each.origin.name(), each.switches + ": " + answer);
            }
        }
        assertThat(different.keySet()).as("%s", different).isEqualTo(EXCEPTIONS.keySet());
    }

    @Test
    void whatConfluentsClientWritesIsRead() throws IOException, InterruptedException {
        Map<String, Object> order = Map.of("id", 7, "customer", "Ann", "paid", true, "lines", List.of("a", "b"));

        List<JsonNode> answers =
                NodeClient.run(TestServers.registry().url(), List.of(Map.of("topic", "node-orders", "value", order)));

        byte[] bytes = HexFormat.of().parseHex(answers.get(0).path("data").asText());
        SchemaAndValue read = converter(Switches.NONE).toConnectData("node-orders", bytes);
        Struct value = (Struct) read.value();
        assertThat(value.getInt32("id")).isEqualTo(7);
        assertThat(value.getString("customer")).isEqualTo("Ann");
        assertThat(value.getBoolean("paid")).isTrue();
        assertThat(value.getArray("lines")).isEqualTo(List.of("a", "b"));
    }

    private static Set<DataOption> options() {
        Map<String, ConfigKey> keys = new AvroConverter().config().configKeys();
        return Arrays.stream(DataOption.values())
                .filter(option -> !keys.get(option.key()).internalConfig)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(DataOption.class)));
    }

    private static List<Sent> write(AvroConverter converter, Case each, Switches switches, String topic) {
        List<Sent> sent = new ArrayList<>();
        for (Object value : each.values()) {
            byte[] bytes = converter.fromConnectData(topic, each.schema(), value);
            sent.add(new Sent(each, switches, topic, bytes));
        }
        return sent;
    }

    private static AvroConverter converter(Switches switches) {
        Map<String, String> settings = new HashMap<>(switches.settings());
        settings.put("schema.registry.url", TestServers.registry().url());
        AvroConverter converter = new AvroConverter();
        converter.configure(settings, false);
        return converter;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
