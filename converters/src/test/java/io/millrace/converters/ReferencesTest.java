// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.wire.StubRegistry;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schemas that refer to others: an order has a customer and an address, and the customer has the same address. */
class ReferencesTest {
    private static final byte[] RECORD = {0, 0, 0, 0, 7, 4, 'm', 'e', 2, 2};
    private static final String BROKEN = " at orders value. Register the schema with the parts it refers to inside.";

    private final Stubbed stubbed = new Stubbed();

    @BeforeEach
    void knowSchemas() {
        stubbed.registry
                .on(
                        "GET /schemas/ids/7",
                        200,
                        order(",\"references\":[" + reference("Customer") + "," + reference("Address") + "]"))
                .on(
                        "GET /subjects/orders-value/versions/latest",
                        200,
                        order(",\"id\":7,\"references\":[" + reference("Customer") + "," + reference("Address") + "]"))
                .on(
                        "GET /subjects/s.Customer/versions/3?deleted=true",
                        200,
                        part(
                                "Customer",
                                "string\\\"},{\\\"name\\\":\\\"at\\\",\\\"type\\\":\\\"shop.Address",
                                reference("Address")))
                .on("GET /subjects/s.Address/versions/3?deleted=true", 200, part("Address", "int", ""));
    }

    @AfterEach
    void close() {
        stubbed.close();
    }

    private static String order(String more) {
        return StubRegistry.schema(
                "{\"type\":\"record\",\"name\":\"shop.Order\",\"fields\":[{\"name\":\"by\",\"type\":\"shop.Customer\"},"
                        + "{\"name\":\"to\",\"type\":\"shop.Address\"}]}",
                more);
    }

    private static String part(String name, String type, String references) {
        return "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"shop." + name
                + "\\\",\\\"fields\\\":[{\\\"name\\\":\\\"x\\\",\\\"type\\\":\\\"" + type
                + "\\\"}]}\",\"references\":[" + references + "]}";
    }

    private static String reference(String name) {
        return "{\"name\":\"shop." + name + "\",\"subject\":\"s." + name + "\",\"version\":3}";
    }

    @Test
    void areFetchedOnceEachAndRead() {
        AvroConverter values = stubbed.values();

        Struct order = (Struct) values.toConnectData("orders", RECORD).value();

        assertThat(order.getStruct("by").getString("x")).isEqualTo("me");
        assertThat(order.getStruct("by").getStruct("at").getInt32("x")).isEqualTo(1);
        assertThat(order.getStruct("to").getInt32("x")).isEqualTo(1);
        assertThat(stubbed.registry.requests())
                .containsExactly(
                        "GET /schemas/ids/7",
                        "GET /subjects/s.Customer/versions/3?deleted=true",
                        "GET /subjects/s.Address/versions/3?deleted=true");
    }

    @Test
    void areFetchedForWhatIsWrittenToo() {
        Schema address = SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build();
        Schema customer = SchemaBuilder.struct()
                .field("x", Schema.STRING_SCHEMA)
                .field("at", address)
                .build();
        Schema order = SchemaBuilder.struct()
                .field("by", customer)
                .field("to", address)
                .build();
        Struct one = new Struct(address).put("x", 1);
        Struct record = new Struct(order)
                .put("by", new Struct(customer).put("x", "me").put("at", one))
                .put("to", one);

        byte[] bytes = stubbed.values("auto.register.schemas", "false", "use.latest.version", "true")
                .fromConnectData("orders", order, record);

        assertThat(bytes).containsExactly(RECORD);
    }

    @Test
    void thatGoRoundAreRefusedOnce() {
        stubbed.registry.on(
                "GET /subjects/s.Address/versions/3?deleted=true", 200, part("Address", "int", reference("Customer")));

        refusesAThousandTimes(
                3,
                "Cannot fetch schema 7: references that go round in a circle, shop.Customer, shop.Address,"
                        + " shop.Customer" + BROKEN);
    }

    @Test
    void withoutEndAreRefusedOnce() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 257; i++) {
            many.append(i == 0 ? "" : ",").append(reference("P" + i));
            stubbed.registry.on("GET /subjects/s.P" + i + "/versions/3?deleted=true", 200, part("P" + i, "int", ""));
        }
        stubbed.registry.on("GET /schemas/ids/7", 200, order(",\"references\":[" + many + "]"));

        refusesAThousandTimes(
                257, "Cannot fetch schema 7: more than 256 references (expected at most as many)" + BROKEN);
    }

    @Test
    void thatAreMissingAreNamed() {
        stubbed.registry.on(
                "GET /subjects/s.Address/versions/3?deleted=true",
                404,
                "{\"error_code\":40402,\"message\":\"Version 3 not found.\"}");

        refusesAThousandTimes(
                3,
                "Cannot fetch schema 7, which refers to version 3 of subject s.Address: the registry answered 404"
                        + " (Version 3 not found.) at orders value. Register what the schema refers to.");
    }

    @Test
    void thatDoNotDefineWhatIsUsedAreRefusedOnce() {
        stubbed.registry.on("GET /subjects/s.Address/versions/3?deleted=true", 200, part("Elsewhere", "int", ""));

        AvroConverter values = stubbed.values();
        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> values.toConnectData("orders", RECORD))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("Cannot use schema 7: text that is no Avro schema (")
                    .hasMessageContaining("shop.Address")
                    .hasMessageEndingWith(") at orders value. Register a valid one.");
        }
        assertThat(stubbed.registry.requests()).hasSize(3);
    }

    private void refusesAThousandTimes(int requests, String message) {
        AvroConverter values = stubbed.values();
        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> values.toConnectData("orders", RECORD))
                    .isInstanceOf(DataException.class)
                    .hasMessage(message);
        }
        assertThat(stubbed.registry.requests()).hasSize(requests);
    }
}
