// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.wire.Codec;
import io.millrace.converters.internal.wire.StubRegistry;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** Subjects, schemas and ids with Apicurio Registry, which has neither GUIDs nor associations. */
class RegistryChoicesIT {
    private final String url = TestServers.registry().url();

    private AvroConverter values(String... keysAndValues) {
        Map<String, String> props = new HashMap<>();
        props.put("schema.registry.url", url);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            props.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        AvroConverter converter = new AvroConverter();
        converter.configure(props, false);
        return converter;
    }

    private String send(String method, String address, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private int register(String subject, String schema, String more) {
        String answer = send("POST", url + "/subjects/" + subject + "/versions", StubRegistry.schema(schema, more));
        return Integer.parseInt(answer.replaceAll("\\D", ""));
    }

    @Test
    void everyStrategyHasASubjectOfItsOwn() {
        for (String[] expected : new String[][] {
            {"TopicNameStrategy", "subjects-it-value"},
            {"RecordNameStrategy", "shop.Order"},
            {"TopicRecordNameStrategy", "subjects-it-shop.Order"},
            {"AssociatedNameStrategy", "subjects-it-value"}
        }) {
            byte[] bytes = values("value.subject.name.strategy", expected[0])
                    .fromConnectData("subjects-it", Stubbed.ORDER, Stubbed.order(1));

            assertThat(values().toConnectData("elsewhere", bytes).value()).isEqualTo(Stubbed.order(1));
            assertThat(send("GET", url + "/subjects", "")).contains("\"" + expected[1] + "\"");
        }
    }

    @Test
    void theNewestSchemaIsWrittenAndRead() {
        AvroConverter registering = values();
        byte[] old = registering.fromConnectData("newest-it", Stubbed.ORDER, Stubbed.order(1));
        int id = register("newest-it-value", Stubbed.ORDER_V2, "");
        AvroConverter newest = values("auto.register.schemas", "false", "use.latest.version", "true");

        byte[] bytes = newest.fromConnectData("newest-it", Stubbed.ORDER, Stubbed.order(1));

        assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(id);
        assertThat(Codec.avroDatum(Codec.parse(Stubbed.ORDER_V2), Codec.payload(bytes)))
                .hasToString("{\"note\": \"hi\", \"id\": 1, \"source\": \"web\"}");
        assertThat(newest.toConnectData("newest-it", old)).isEqualTo(newest.toConnectData("newest-it", bytes));
        assertThat(newest.toConnectData("newest-it-renamed", old).value()).isEqualTo(Stubbed.order(1));
        assertThat(values("auto.register.schemas", "false", "use.schema.id", String.valueOf(id))
                        .fromConnectData("anywhere", Stubbed.ORDER, Stubbed.order(1)))
                .isEqualTo(bytes);
    }

    @Test
    void schemasInPartsAreRead() {
        register(
                "part-it",
                "{\"type\":\"record\",\"name\":\"it.Part\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}",
                "");
        int id = register(
                "whole-it",
                "{\"type\":\"record\",\"name\":\"it.Whole\",\"fields\":[{\"name\":\"part\",\"type\":\"it.Part\"}]}",
                ",\"references\":[{\"name\":\"it.Part\",\"subject\":\"part-it\",\"version\":1}]");
        byte[] bytes =
                ByteBuffer.allocate(6).put((byte) 0).putInt(id).put((byte) 2).array();

        Struct whole = (Struct) values().toConnectData("whole", bytes).value();

        assertThat(whole.getStruct("part").getInt32("x")).isEqualTo(1);
    }

    @Test
    void idsOfApicuriosOwnSerializersAreRead() {
        String artifact = url.replace("ccompat/v7", "registry/v2") + "/groups/default/artifacts";
        String answer = send("POST", artifact, "{\"type\":\"record\",\"name\":\"own.It\",\"fields\":[]}");
        long globalId = Long.parseLong(answer.replaceAll(".*\"globalId\":(\\d+).*", "$1"));
        long contentId = Long.parseLong(answer.replaceAll(".*\"contentId\":(\\d+).*", "$1"));
        byte[] prefixed = ByteBuffer.allocate(9).put((byte) 0).putLong(globalId).array();

        assertThat(values().toConnectData("own", prefixed).schema().name()).isEqualTo("own.It");
        assertThat(values().toConnectData("own", header("apicurio.value.globalId", globalId), new byte[0])
                        .schema()
                        .name())
                .isEqualTo("own.It");
        assertThat(values().toConnectData("own", header("apicurio.value.contentId", contentId), new byte[0])
                        .schema()
                        .name())
                .isEqualTo("own.It");
        assertThatThrownBy(() -> values().toConnectData("own", header("apicurio.value.globalId", 99_999), new byte[0]))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot fetch schema of Apicurio's globalId 99999: the registry answered 404 (")
                .hasMessageEndingWith(") at own value. Check that the registry is the one that the producer uses.");
    }

    private static RecordHeaders header(String name, long id) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(name, ByteBuffer.allocate(Long.BYTES).putLong(id).array());
        return headers;
    }

    @Test
    void guidsAreRefusedAndNoOutage() {
        byte[] bytes = new byte[20];
        bytes[0] = 1;

        assertThatThrownBy(() -> values().toConnectData("guids", bytes))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot fetch schema 00000000-0000-0000-0000-000000000000: the registry"
                        + " answered 404, it has no GUIDs at guids value.");
        assertThat(values().fromConnectData("guids", new RecordHeaders(), Schema.STRING_SCHEMA, "hi"))
                .hasSize(8);
    }
}
