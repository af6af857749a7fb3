// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.json.internal.PinnedSchema.UnknownFields;
import io.millrace.records.Fault;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinnedSchemaTest {
    private static final String ORDER = """
            {"type": "struct", "name": "shop.Order", "version": 2, "doc": "An order.", "optional": false, "fields": [
              {"field": "id", "type": "int64", "optional": false},
              {"field": "price", "type": "bytes", "name": "org.apache.kafka.connect.data.Decimal", "version": 1,
               "parameters": {"scale": "2"}, "optional": true},
              {"field": "state", "type": "string", "default": "new"},
              {"field": "tags", "type": "array", "items": {"type": "string"}, "optional": true},
              {"field": "counts", "type": "map", "keys": {"type": "string"}, "values": {"type": "int32"},
               "optional": true}]}""";

    private static String struct(String type) {
        return "{\"type\": \"struct\", \"fields\": [{\"field\": \"a\", \"optional\": true, " + type + "}]}";
    }

    @Test
    void readsASchemaAsJsonConverterWritesIt() {
        assertThat(SchemaText.parse(ORDER))
                .isEqualTo(SchemaBuilder.struct()
                        .name("shop.Order")
                        .version(2)
                        .doc("An order.")
                        .field("id", Schema.INT64_SCHEMA)
                        .field("price", Decimal.builder(2).optional().build())
                        .field(
                                "state",
                                SchemaBuilder.string().defaultValue("new").build())
                        .field(
                                "tags",
                                SchemaBuilder.array(Schema.STRING_SCHEMA)
                                        .optional()
                                        .build())
                        .field(
                                "counts",
                                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                        .optional()
                                        .build())
                        .build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} | a schema without 'type' at x
            [] | no object (expected a schema) at x
            {"type": "int" | 14 bytes in which the JSON does not end at x.type
            {"type": "int"} | type int (expected boolean, int8, int16, int32, int64, float, double, bytes, string, array, map or struct) at x
            {"type": "array"} | nothing (expected a schema) at x.items
            {"type": "struct"} | a struct without 'fields' at x
            {"type": "struct", "fields": [{"type": "int8"}]} | a field without its name, 'field' at x
            {"type": "struct", "fields": [{"field": "a", "type": "no"}]} | type no (expected boolean, int8, int16, int32, int64, float, double, bytes, string, array, map or struct) at x.a
            {"type": "struct", "fields": [{"field": "a", "type": "int8"}, {"field": "a", "type": "int8"}]} | the same field twice at x.a
            {"type": "int8", "default": 300} | a default that is no int8 at x
            {"type": "boolean", "default": "x"} | a default that is no boolean at x
            """)
    void refusesTextThatIsNoSchema(String text, String found) {
        assertThatThrownBy(() -> SchemaText.parse(text))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.found() + " at " + fault.at("x"))
                                .isEqualTo(found));
    }

    @Test
    void readsEveryRecordIntoTheSchema() {
        Json json = Json.pinned(ORDER);

        Struct order = json.struct("""
                {"price": 12.5, "id": 1, "state": "paid", "tags": ["x"], "counts": {"b": 2, "a": 1}}""");
        Struct bare = json.struct("{\"id\": 2, \"price\": null}");

        order.validate();
        bare.validate();
        assertThat(order.get("price")).isEqualTo(new BigDecimal("12.50"));
        assertThat(order.get("tags")).isEqualTo(List.of("x"));
        assertThat(order.getMap("counts")).containsEntry("a", 1).containsEntry("b", 2);
        assertThat(bare.get("price")).isNull();
        assertThat(bare.get("state")).isEqualTo("new");
        assertThat(bare.schema()).isSameAs(order.schema());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"state": "x"} | no such field (expected int64) at orders value.id. Check the producer's serializer.
            {"id": null} | null (expected int64) at orders value.id. Check the producer's serializer.
            {"id": "1"} | a string (expected an integer) at orders value.id. Check the producer's serializer.
            {"id": 1.0} | a number with a fraction or exponent (expected an integer) at orders value.id. Check the producer's serializer.
            {"id": 9223372036854775808} | an integer of 19 characters (expected one of 64 bits) at orders value.id. Check the producer's serializer.
            {"id": 1, "price": 1.234} | a number with more digits after the point than the schema's 2 at orders value.price. Check the producer's serializer.
            {"id": 1, "price": "secret"} | a string of 6 characters (expected a number) at orders value.price. Check the producer's serializer.
            {"id": 1, "tags": [null]} | null (expected a value) at orders value.tags[]. Check the producer's serializer.
            {"id": 1, "counts": {"x": 2147483648}} | an integer out of range (expected -2147483648 to 2147483647) at orders value.counts.x. Check the producer's serializer.
            {"id": 1, "id": 1} | the same name twice in an object at orders value.id. Correct the producer.
            {"id": 1, "other": 1} | a field that the schema does not have at orders value.other. Add it to 'schema.content', or set 'unknown.fields=drop'.
            [] | an array (expected an object) at orders value. Check the producer's serializer.
            null | null (expected struct) at orders value. Check the producer's serializer.
            """)
    void refusesWhatDoesNotFit(String record, String message) {
        Json json = Json.pinned(ORDER);

        assertThatThrownBy(() -> json.read(record))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read JSON: " + message);
    }

    @Test
    void dropsUnknownFieldsWhereThatIsAsked() {
        assertThat(Json.pinned(ORDER, UnknownFields.DROP)
                        .struct("{\"other\": {\"id\": 3}, \"id\": 1, \"x\": 1}")
                        .get("id"))
                .isEqualTo(1L);
    }

    @Test
    void takesNullForAnOptionalSchema() {
        assertThat(Json.pinned("{\"type\": \"int8\", \"optional\": true}").read("null"))
                .isEqualTo(new SchemaAndValue(Schema.OPTIONAL_INT8_SCHEMA, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            int8    | -128       | -128
            int16   | 32767      | 32767
            int32   | -5         | -5
            float   | 0.1        | 0.1
            float   | "NaN"      | NaN
            double  | 1e300      | 1.0E300
            double  | "-Infinity" | -Infinity
            boolean | false      | false
            string  | "x"        | x
            """)
    void readsPlainTypes(String type, String json, String value) {
        assertThat(Json.pinned(struct("\"type\": \"" + type + "\""))
                        .struct("{\"a\": " + json + "}")
                        .get("a"))
                .hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            int8    | 128      | an integer out of range (expected -128 to 127)
            float   | 0.123456789 | a number with more digits than float32 holds
            float   | 1e39     | a number with more digits than float32 holds
            double  | 0.12345678901234567890 | a number with more digits than float64 holds
            double  | 9007199254740993 | a number with more digits than float64 holds
            double  | "x"      | a string (expected float64)
            boolean | 0        | an integer (expected a boolean)
            string  | 1        | an integer (expected a string)
            bytes   | "é"      | a string of 1 characters (expected base64)
            """)
    void refusesValuesThatWouldChange(String type, String json, String found) {
        Json pinned = Json.pinned(struct("\"type\": \"" + type + "\""));

        assertThatThrownBy(() -> pinned.read("{\"a\": " + json + "}"))
                .hasMessage("Cannot read JSON: " + found + " at orders value.a. Check the producer's serializer.");
    }

    @Test
    void readsLogicalTypesFromTextAndFromNumbers() {
        Schema schema = SchemaBuilder.struct()
                .field("date", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("time", Time.SCHEMA)
                .field("at", Timestamp.SCHEMA)
                .field(
                        "micros",
                        SchemaBuilder.int64()
                                .name("io.debezium.time.MicroTimestamp")
                                .build())
                .field("raw", Schema.BYTES_SCHEMA)
                .build();
        Json json = Json.pinned(schema, UnknownFields.FAIL);

        Struct text = json.struct("""
                {"date": "2026-03-01", "time": "01:02:03.004", "at": "2026-03-01T01:00:00+01:00",
                 "micros": "2026-03-01T00:00:00.000001", "raw": "AQI="}""");
        Struct numbers = json.struct("""
                {"date": 20513, "time": 3723004, "at": 1772323200000, "micros": 1772323200000001, "raw": "AQI="}""");

        text.validate();
        assertThat(text).isEqualTo(numbers);
        assertThat(text.get("date")).isEqualTo(new Date(20513L * 86_400_000L));
        assertThat(text.get("at")).isEqualTo(new Date(1772323200000L));
        assertThat(text.get("raw")).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThatThrownBy(() -> json.read("{\"date\": \"2026-13-01\"}"))
                .hasMessageContaining("a string of 10 characters (expected such as 2026-03-01, no finer than the type"
                        + " holds) at orders value.date.");
        assertThatThrownBy(() -> json.read("{\"date\": \"+999999999-01-01\"}"))
                .hasMessageContaining("a string of 16 characters (expected such as 2026-03-01");
        assertThatThrownBy(() -> json.read("{\"time\": \"01:02:03.0004\"}"))
                .hasMessageContaining("(expected such as 12:00:00, no finer than the type holds)");
    }

    @Test
    void refusesASchemaThatJsonCannotHave() {
        Schema byNumber =
                SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA).build();

        assertThatThrownBy(() -> PinnedSchema.of(
                        SchemaBuilder.struct().field("m", byNumber).build(), UnknownFields.FAIL))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.found() + " at " + fault.at("x"))
                                .isEqualTo("a map whose keys are int32 (expected string, all that a JSON object has)"
                                        + " at x.m"));
    }
}
