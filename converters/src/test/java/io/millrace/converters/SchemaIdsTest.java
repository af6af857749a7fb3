// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.registry.RegistryOutageError;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a record says which schema it was written with, and how the schema is found by it. */
class SchemaIdsTest {
    private static final String GUID = "00000000-0000-0001-8000-000000000002";
    private static final byte[] GUID_BYTES = {1, 0, 0, 0, 0, 0, 0, 0, 1, (byte) 0x80, 0, 0, 0, 0, 0, 0, 2};
    private static final byte[] ID_BYTES = {0, 0, 0, 0, 7};
    private static final byte[] LONG_ID = {0, 0, 0, 0, 0, 0, 0, 9};
    private static final byte[] DATA = {4, 'h', 'i'};
    private static final String STRING = "{\"schema\":\"\\\"string\\\"\"}";

    private final Stubbed stubbed = new Stubbed();

    @BeforeEach
    void knowSchemas() {
        stubbed.registry
                .on("GET /schemas/ids/7", 200, STRING)
                .on("GET /schemas/guids/" + GUID, 200, STRING)
                .on("GET /schemas/types", 200, "[\"AVRO\"]");
    }

    @AfterEach
    void close() {
        stubbed.close();
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private static RecordHeaders header(String name, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(name, value);
        return headers;
    }

    private static Object read(AvroConverter converter, RecordHeaders headers, byte[] bytes) {
        return converter.toConnectData("orders", headers, bytes).value();
    }

    @Test
    void areReadInFrontOfTheData() {
        AvroConverter values = stubbed.values();

        assertThat(read(values, new RecordHeaders(), join(ID_BYTES, DATA))).isEqualTo("hi");
        assertThat(read(values, new RecordHeaders(), join(GUID_BYTES, DATA))).isEqualTo("hi");
        assertThat(values.toConnectData("orders", join(ID_BYTES, DATA)).value()).isEqualTo("hi");
        assertThat(stubbed.registry.requests()).hasSize(2);
    }

    @Test
    void areReadInConfluentsHeaderFirst() {
        AvroConverter values = stubbed.values();
        AvroConverter keys = stubbed.keys();

        assertThat(read(values, header("__value_schema_id", ID_BYTES), DATA)).isEqualTo("hi");
        assertThat(read(values, header("__value_schema_id", GUID_BYTES), DATA)).isEqualTo("hi");
        assertThat(read(keys, header("__key_schema_id", GUID_BYTES), DATA)).isEqualTo("hi");
        assertThat(read(values, header("__key_schema_id", GUID_BYTES), join(ID_BYTES, DATA)))
                .as("the other side's")
                .isEqualTo("hi");
    }

    @Test
    void areReadAsApicurioWritesThem() {
        stubbed.registry.answers(200, "\"string\""); // below the server's root, where its core API would be
        AvroConverter values = stubbed.values();

        assertThat(read(values, new RecordHeaders(), join(new byte[] {0}, LONG_ID, DATA)))
                .isEqualTo("hi");
        assertThat(read(values, header("apicurio.value.globalId", LONG_ID), DATA))
                .isEqualTo("hi");
        assertThat(read(values, header("apicurio.value.contentId", LONG_ID), DATA))
                .isEqualTo("hi");
        assertThat(read(stubbed.keys(), header("apicurio.key.contentId", LONG_ID), DATA))
                .isEqualTo("hi");
        assertThat(stubbed.registry.requests())
                .allMatch(request -> request.matches(".*/registry/v2/ids/(globalIds|contentIds)/9.dereference=true"));
    }

    @Test
    void haveAsManyBytesAsConfigured() {
        stubbed.registry.answers(200, "\"string\"");
        byte[] eight = join(new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 9}, DATA);

        assertThat(read(stubbed.values("apicurio.id.bytes", "8"), null, eight)).isEqualTo("hi");
        assertThat(stubbed.registry.requests())
                .last()
                .asString()
                .endsWith("/registry/v2/ids/globalIds/1099511627785?dereference=true");
        assertThatThrownBy(() -> read(stubbed.values("apicurio.id.bytes", "8"), null, join(ID_BYTES, DATA)))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read Avro: 8 bytes (expected at least 9: a zero byte and Apicurio's id) at orders"
                        + " value. Check the producer's serializer.");
        stubbed.registry.on("GET /schemas/ids/0", 404, "{\"error_code\":40403,\"message\":\"Schema 0 not found\"}");
        assertThatThrownBy(() -> read(stubbed.values("apicurio.id.bytes", "4"), null, join(new byte[] {0}, LONG_ID)))
                .hasMessageStartingWith("Cannot fetch schema 0: the registry answered 404 (Schema 0 not found)");
    }

    @Test
    void ofApicurioNeedApicurio() {
        stubbed.registry.answers(400, "<h1>Bad Message</h1>");

        assertThatThrownBy(() -> read(stubbed.values(), header("apicurio.value.globalId", LONG_ID), DATA))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot fetch schema of Apicurio's globalId 9: " + stubbed.registry.url()
                        + " is not Apicurio's Confluent API (expected a path like /apis/ccompat/v7) at orders value."
                        + " Set 'schema.registry.url' to the producer's registry.");
    }

    @Test
    void ofApicurioAreRefusedWithJson() {
        RecordHeaders headers = header("apicurio.value.globalId", LONG_ID);
        headers.add("apicurio.value.encoding", new byte[] {'J', 'S', 'O', 'N'});

        assertThatThrownBy(() -> read(stubbed.values(), headers, DATA))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read Avro: Avro's JSON encoding in header apicurio.value.encoding (expected BINARY)"
                        + " at orders value. Set the producer's 'apicurio.registry.avro.encoding' to BINARY.");
    }

    @Test
    void inHeadersMustBeWhole() {
        AvroConverter values = stubbed.values();

        assertThatThrownBy(() -> read(values, header("__value_schema_id", new byte[] {0, 0, 7}), DATA))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read Avro: header __value_schema_id of 3 bytes (expected a zero byte and an id, 5"
                        + " in all, or a byte 1 and a GUID, 17) at orders value. Check the producer's serializer.");
        assertThatThrownBy(() -> read(values, header("__value_schema_id", null), DATA))
                .hasMessageStartingWith("Cannot read Avro: header __value_schema_id of 0 bytes (expected");
        assertThatThrownBy(() -> read(values, header("apicurio.value.contentId", ID_BYTES), DATA))
                .hasMessage("Cannot read Avro: header apicurio.value.contentId of 5 bytes (expected 8, an id) at orders"
                        + " value. Check the producer's serializer.");
    }

    @Test
    void areNotNegative() {
        byte[] minusOne = {0, -1, -1, -1, -1};
        byte[] longMinusOne = {-1, -1, -1, -1, -1, -1, -1, -1};
        AvroConverter values = stubbed.values();

        assertThatThrownBy(() -> read(values, null, join(minusOne, DATA)))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read Avro: schema id -1 (expected at least 0) at orders value."
                        + " Check the producer's serializer.");
        assertThatThrownBy(() -> read(values, header("__value_schema_id", minusOne), DATA))
                .hasMessageStartingWith("Cannot read Avro: schema id -1 (expected at least 0)");
        assertThatThrownBy(() -> read(values, header("apicurio.value.globalId", longMinusOne), DATA))
                .hasMessageStartingWith("Cannot read Avro: schema id -1 (expected at least 0)");
        assertThat(stubbed.registry.requests()).isEmpty();
    }

    @Test
    void areReadOnlyInFrontWherePrefixesAreConfigured() {
        AvroConverter values = stubbed.values(
                "value.schema.id.deserializer", "io.confluent.kafka.serializers.schema.id.PrefixSchemaIdDeserializer");

        assertThat(read(values, header("__value_schema_id", GUID_BYTES), join(ID_BYTES, DATA)))
                .isEqualTo("hi");
        assertThat(stubbed.registry.requests()).containsExactly("GET /schemas/ids/7");
    }

    @ParameterizedTest
    @CsvSource({"use.schema.id, 7", "use.schema.guid, " + GUID})
    void areConfiguredForDataWithoutOne(String key, String id) {
        AvroConverter values = stubbed.values("value.schema.id.deserializer", "ConfigSchemaIdDeserializer", key, id);

        assertThat(read(values, header("__value_schema_id", ID_BYTES), DATA)).isEqualTo("hi");
        assertThat(read(values, null, DATA)).isEqualTo("hi");
        assertThat(stubbed.registry.requests()).hasSize(1);
    }

    @Test
    void mustBeConfiguredWhereTheyAreReadFromTheConfiguration() {
        assertThatThrownBy(() -> stubbed.values("value.schema.id.deserializer", "ConfigSchemaIdDeserializer"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Configuration value.schema.id.deserializer is ConfigSchemaIdDeserializer, which needs"
                        + " 'use.schema.id' or 'use.schema.guid'. Set one.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HeaderSchemaIdSerializer", "io.confluent.kafka.serializers.schema.id.HeaderSchemaIdSerializer"})
    void areWrittenToAHeaderOnce(String serializer) {
        stubbed.registry.answers(200, "{\"id\":7,\"guid\":\"" + GUID + "\"}");
        AvroConverter values = stubbed.values("value.schema.id.serializer", serializer);
        RecordHeaders headers = header("__value_schema_id", ID_BYTES);

        for (int i = 0; i < 3; i++) {
            assertThat(values.fromConnectData("orders", headers, Schema.STRING_SCHEMA, "hi"))
                    .containsExactly(DATA);
        }
        assertThat(values.fromConnectData("orders", headers, Schema.STRING_SCHEMA, null))
                .isNull();

        assertThat(headers.toArray()).hasSize(2);
        assertThat(headers.lastHeader("__value_schema_id").value()).containsExactly(GUID_BYTES);
        assertThat(read(stubbed.values(), headers, DATA)).isEqualTo("hi");
    }

    @Test
    void needHeadersToBeWrittenTo() {
        stubbed.registry.answers(200, "{\"id\":7,\"guid\":\"" + GUID + "\"}");
        AvroConverter values = stubbed.values("value.schema.id.serializer", "HeaderSchemaIdSerializer");

        assertThatThrownBy(() -> values.fromConnectData("orders", Schema.STRING_SCHEMA, "hi"))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot write Avro: no headers (expected some, for the schema's id) at orders value."
                        + " Use PrefixSchemaIdSerializer here.");
    }

    @Test
    void needARegistryWithGuidsToBeWrittenToHeaders() {
        stubbed.registry.answers(200, "{\"id\":7}");
        AvroConverter values = stubbed.values("value.schema.id.serializer", "HeaderSchemaIdSerializer");

        assertThatThrownBy(() -> values.fromConnectData("orders", new RecordHeaders(), Schema.STRING_SCHEMA, "hi"))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot write Avro: a registry that has no GUID for schema 7 at orders value. Set"
                        + " 'value.schema.id.serializer' to PrefixSchemaIdSerializer; the task resumes without loss"
                        + " after a restart.");
    }

    @Test
    void thatAreGuidsNeedARegistryThatHasThem() {
        stubbed.registry.on("GET /schemas/guids/" + GUID, 404, "{\"error_code\":0,\"message\":\"No resource\"}");
        AvroConverter values = stubbed.values();

        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> read(values, null, join(GUID_BYTES, DATA)))
                    .isInstanceOf(DataException.class)
                    .hasMessage("Cannot fetch schema " + GUID + ": the registry answered 404, it has no GUIDs at orders"
                            + " value. Use a registry that has them, as Confluent's from version 8 on, or let the"
                            + " producer write ids.");
        }
        assertThat(stubbed.registry.requests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            7b, ', as JSON text has it,'
            3c, ', as XML has it,'
            4f, ', as an Avro file has it,'
            03, ', as AWS Glue''s serializer has it,'
            c3, ', as Avro''s single-object encoding has it,'
            02, ''
            01, ''
            """)
    void areNotGuessedAtAnyFirstByte(String hex, String guess) {
        byte[] bytes = {(byte) Integer.parseInt(hex, 16), 1, 2, 3, 4, 5};

        assertThatThrownBy(() -> read(stubbed.values(), null, bytes))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read Avro: first byte 0x" + hex + guess + " (expected 0x00, Confluent's wire"
                        + " format) at orders value. Check the producer's serializer.");
        assertThat(stubbed.registry.requests()).isEmpty();
    }

    @Test
    void areFollowedByTheDataAndNothingElse() {
        byte[] longer = join(ID_BYTES, DATA, DATA);

        assertThatThrownBy(() -> read(stubbed.values(), null, longer))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot read data of schema 7: 3 bytes left over (expected 0)");
        assertThat(read(stubbed.values("avro.fail.on.trailing.data", "false"), null, longer))
                .isEqualTo("hi");
    }
}
