// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.registry.RegistryOutageError;
import io.millrace.converters.internal.wire.Codec;
import io.millrace.converters.internal.wire.StubRegistry;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which schema a record is written in. */
class SchemaChoiceTest {
    private static final String GUID = "00000000-0000-0001-8000-000000000002";
    private static final String LATEST = "GET /subjects/orders-value/versions/latest";

    private final Stubbed stubbed = new Stubbed();

    @BeforeEach
    void knowSchemas() {
        stubbed.registry
                .on(LATEST, 200, StubRegistry.schema(Stubbed.ORDER_V2, ",\"id\":7,\"version\":2"))
                .on("GET /schemas/ids/7", 200, StubRegistry.schema(Stubbed.ORDER_V2, ""))
                .on("GET /schemas/guids/" + GUID, 200, StubRegistry.schema(Stubbed.ORDER_V2, ""))
                .answers(200, StubRegistry.schema(Stubbed.ORDER_V2, ",\"id\":7"));
    }

    @AfterEach
    void close() {
        stubbed.close();
    }

    private void assertWrittenInVersion2(byte[] bytes) {
        assertThat(bytes).startsWith(0, 0, 0, 0, 7);
        GenericData.Record read =
                (GenericData.Record) Codec.avroDatum(Codec.parse(Stubbed.ORDER_V2), Codec.payload(bytes));
        assertThat(read).hasToString("{\"note\": \"hi\", \"id\": 1, \"source\": \"web\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | 7  | %s | a=1 | true  | POST /subjects/orders-value/versions?normalize=false
            false | 7  | %s | a=1 | true  | GET /schemas/ids/7
            false | -1 | '' | a=1 | true  | GET /subjects/orders-value/metadata?deleted=false&key=a&value=1
            false | -1 | '' | ''  | true  | GET /subjects/orders-value/versions/latest
            false | -1 | '' | ''  | false | POST /subjects/orders-value?normalize=false
            """)
    void isAskedForInTheOrderOfConfluentsOptions(
            String register, String id, String guid, String metadata, String latest, String request) {
        AvroConverter values = stubbed.values(
                "auto.register.schemas", register,
                "use.schema.id", id,
                "use.schema.guid", guid.replace("%s", GUID),
                "use.latest.with.metadata", metadata,
                "use.latest.version", latest);

        values.fromConnectData("orders", Stubbed.ORDER, Stubbed.order(1));

        assertThat(stubbed.registry.requests()).singleElement().asString().startsWith(request);
    }

    @ParameterizedTest
    @CsvSource({"use.schema.id, 7", "use.latest.version, true", "use.latest.with.metadata, 'app=shop , v=2'"})
    void isARegisteredOneThatFieldsAreMappedToByName(String key, String value) {
        AvroConverter values = stubbed.values("auto.register.schemas", "false", key, value);

        for (int i = 0; i < 1000; i++) {
            assertWrittenInVersion2(values.fromConnectData("orders", Stubbed.ORDER, Stubbed.order(1)));
        }
        assertThat(stubbed.registry.requests()).hasSize(1);
    }

    @Test
    void isTheOneOfAGuidWhichGoesToTheHeader() {
        AvroConverter values = stubbed.values(
                "auto.register.schemas", "false",
                "use.schema.guid", GUID,
                "value.schema.id.serializer", "HeaderSchemaIdSerializer");
        RecordHeaders headers = new RecordHeaders();

        byte[] bytes = values.fromConnectData("orders", headers, Stubbed.ORDER, Stubbed.order(1));

        assertThat(bytes).containsExactly(4, 'h', 'i', 2, 6, 'w', 'e', 'b');
        assertThat(headers.lastHeader("__value_schema_id").value()).hasSize(17).startsWith(1);
    }

    @Test
    void byGuidNeedsTheHeaderWhereTheRegistryDoesNotSayTheId() {
        AvroConverter values = stubbed.values("auto.register.schemas", "false", "use.schema.guid", GUID);

        assertThatThrownBy(() -> values.fromConnectData("orders", Stubbed.ORDER, Stubbed.order(1)))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot write Avro: a registry that has not said the id of schema " + GUID + " at orders"
                        + " value. Set 'value.schema.id.serializer' to HeaderSchemaIdSerializer; the task resumes"
                        + " without loss after a restart.");
    }

    @Test
    void lacksNoFieldOfTheRecord() {
        Schema wider = SchemaBuilder.struct()
                .name("shop.Order")
                .field("id", Schema.INT32_SCHEMA)
                .field("note", Schema.STRING_SCHEMA)
                .field("secret", Schema.STRING_SCHEMA)
                .build();
        Struct record = new Struct(wider).put("id", 1).put("note", "hi").put("secret", "s3cret");
        AvroConverter values = stubbed.values(
                "auto.register.schemas", "false",
                "use.latest.version", "true",
                "latest.compatibility.strict", "false");

        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> values.fromConnectData("orders", wider, record))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("Cannot write Avro: ")
                    .hasMessageContaining(" at orders value.secret. ")
                    .hasMessageNotContaining("s3cret");
        }
        assertThat(stubbed.registry.requests()).hasSize(1);
    }

    @Test
    void mustExist() {
        stubbed.registry.on(LATEST, 404, "{\"error_code\":40401,\"message\":\"Subject 'orders-value' not found.\"}");
        AvroConverter values = stubbed.values("auto.register.schemas", "false", "use.latest.version", "true");

        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> values.fromConnectData("orders", Stubbed.ORDER, Stubbed.order(1)))
                    .isInstanceOf(DataException.class)
                    .hasMessage("Cannot fetch the newest schema of subject orders-value: the registry answered 404"
                            + " (Subject 'orders-value' not found.) at orders value."
                            + " Register one, or correct the subject.");
        }
        assertThat(stubbed.registry.requests()).hasSize(1);
    }

    @Test
    void withMetadataNeedsARegistryThatKeepsThem() {
        stubbed.registry
                .on(
                        "GET /subjects/orders-value/metadata?deleted=false&key=a&value=1",
                        404,
                        "{\"error_code\":0,\"message\":\"Could not find resource\"}")
                .on("GET /schemas/types", 200, "[\"AVRO\"]");
        AvroConverter values = stubbed.values("auto.register.schemas", "false", "use.latest.with.metadata", "a=1");

        assertThatThrownBy(() -> values.fromConnectData("orders", Stubbed.ORDER, Stubbed.order(1)))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot fetch the newest schema with metadata [a] of subject orders-value: the registry"
                        + " answered 404, it keeps no metadata at orders value. Remove 'use.latest.with.metadata'; the"
                        + " task resumes without loss after a restart.");
    }

    @Test
    void isNotForDataWithoutASchema() {
        AvroConverter values = stubbed.values("auto.register.schemas", "false", "use.latest.version", "true");

        assertThatThrownBy(() -> values.fromConnectData("orders", null, Map.of("a", 1)))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot write Avro: data without a schema (expected one that fits the registered schema)"
                        + " at orders value. Give the data a schema, or set 'auto.register.schemas' to true.");
    }

    @Test
    void isNormalizedWhereThatIsConfigured() {
        stubbed.values("normalize.schemas", "true").fromConnectData("orders", Schema.STRING_SCHEMA, "hi");
        stubbed.values("normalize.schemas", "true", "auto.register.schemas", "false")
                .fromConnectData("orders", Schema.STRING_SCHEMA, "hi");

        assertThat(stubbed.registry.requests())
                .containsExactly(
                        "POST /subjects/orders-value/versions?normalize=true {\"schema\":\"\\\"string\\\"\"}",
                        "POST /subjects/orders-value?normalize=true {\"schema\":\"\\\"string\\\"\"}");
    }

    @ParameterizedTest
    @CsvSource({"true, register the schema of", "false, fetch the newest schema of"})
    void hasNoRulesThatNobodyRuns(String register, String action) {
        String rules = ",\"id\":7,\"ruleSet\":{\"domainRules\":[{\"name\":\"hide\",\"type\":\"ENCRYPT\"}]}";
        stubbed.registry.on(LATEST, 200, StubRegistry.schema(Stubbed.ORDER_V2, rules));
        stubbed.registry.on(
                "POST /subjects/orders-value/versions?normalize=false", 200, StubRegistry.schema("\"int\"", rules));
        AvroConverter values = stubbed.values("auto.register.schemas", register, "use.latest.version", "true");

        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> values.fromConnectData("orders", Stubbed.ORDER, Stubbed.order(1)))
                    .isInstanceOf(DataException.class)
                    .hasMessage("Cannot " + action + " subject orders-value: the data contract rules [hide], which"
                            + " only Confluent's serializers run at orders value."
                            + " Disable them, or use Confluent's converter for the topic.");
        }
        assertThat(stubbed.registry.requests()).hasSize(1);
    }

    @Test
    void mustBeAvro() {
        stubbed.registry.on(LATEST, 200, "{\"id\":7,\"schemaType\":\"JSON\",\"schema\":\"{}\"}");
        AvroConverter values = stubbed.values("auto.register.schemas", "false", "use.latest.version", "true");

        assertThatThrownBy(() -> values.fromConnectData("orders", Stubbed.ORDER, Stubbed.order(1)))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot fetch the newest schema of subject orders-value: schema type JSON (expected AVRO)"
                        + " at orders value. Use its converter.");
    }
}
