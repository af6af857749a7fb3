// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import io.millrace.testkit.TransformContract;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MaskFieldsTest {
    static final String KEY = "a key of at least 16 bytes";
    /** {@code printf 5 | openssl dgst -sha256 -hmac "$KEY"}. */
    private static final String HASH_OF_5 = "d7ddb415bd647aae71abb7055e28edccf5b812c1c8d605878c6d63e17c9b4974";
    /** {@code printf ann@example.org | openssl dgst -sha256 -hmac "$KEY"}. */
    private static final String HASH_OF_ANN = "7962d1a0fb78a70ab0ebfb629aa27b09884122722c09cefe7ac5d8e6da783910";

    private static final Schema ADDRESS = SchemaBuilder.struct()
            .name("Address")
            .field("street", Schema.STRING_SCHEMA)
            .field("zip", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema CUSTOMER = SchemaBuilder.struct()
            .name("shop.Customer")
            .version(2)
            .field("id", Schema.INT32_SCHEMA)
            .field("email", Schema.OPTIONAL_STRING_SCHEMA)
            .field("card", Schema.STRING_SCHEMA)
            .field("address", ADDRESS)
            .field("homes", SchemaBuilder.array(ADDRESS).optional().build())
            .field(
                    "notes",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                            .optional()
                            .build())
            .field("home.town", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static Struct address(String street) {
        return new Struct(ADDRESS).put("street", street).put("zip", "20095");
    }

    private static Struct customer() {
        return new Struct(CUSTOMER)
                .put("id", 5)
                .put("email", "ann@example.org")
                .put("card", "4111-1111-1111-1234")
                .put("address", address("Elm St 1"))
                .put("homes", List.of(address("Oak St 2"), address("Ash St 3")))
                .put("notes", Map.of("ssn", "078-05-1120", "lang", "en"))
                .put("home.town", "Hamburg");
    }

    private static SourceRecord record(Struct value) {
        Schema key = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("trace", "abc");
        return new SourceRecord(
                Map.of("server", "shop"),
                Map.of("n", 1L),
                "shop.customers",
                0,
                key,
                new Struct(key).put("id", 5L),
                value.schema(),
                value,
                1_700_000_000_999L,
                headers);
    }

    private static Map<String, String> props(String... settings) {
        Map<String, String> props = new HashMap<>(Map.of("hmac.key", KEY));
        for (int i = 0; i < settings.length; i += 2) {
            props.put(settings[i], settings[i + 1]);
        }
        return props;
    }

    private static <R extends ConnectRecord<R>> R value(R record, String... settings) {
        try (MaskFields<R> mask = new MaskFields.Value<>()) {
            mask.configure(props(settings));
            return mask.apply(record);
        }
    }

    private static <R extends ConnectRecord<R>> R key(R record, String... settings) {
        try (MaskFields<R> mask = new MaskFields.Key<>()) {
            mask.configure(props(settings));
            return mask.apply(record);
        }
    }

    private static Struct masked(String... settings) {
        Struct result = (Struct) value(record(customer()), settings).value();
        result.validate();
        return result;
    }

    /** The masked form of one value, of which only this is known. */
    private static Object masked(Schema schema, Object value, String... settings) {
        Schema row = SchemaBuilder.struct().field("f", schema).build();
        Struct input = new Struct(row).put("f", value);
        String[] all =
                Stream.concat(Stream.of("fields", "f"), Arrays.stream(settings)).toArray(String[]::new);
        Struct result = (Struct) value(record(input), all).value();
        result.validate();
        return result.get("f");
    }

    @Nested
    class ValueContract extends TransformContract {
        @Override
        protected <R extends ConnectRecord<R>> Transformation<R> transform() {
            MaskFields<R> mask = new MaskFields.Value<>();
            mask.configure(props("fields", "email", "mask", "hmac"));
            return mask;
        }

        @Override
        protected SourceRecord record() {
            return MaskFieldsTest.record(customer());
        }
    }

    @Nested
    class KeyContract extends TransformContract {
        @Override
        protected <R extends ConnectRecord<R>> Transformation<R> transform() {
            MaskFields<R> mask = new MaskFields.Key<>();
            mask.configure(props("fields", "id", "mask", "digits"));
            return mask;
        }

        @Override
        protected SourceRecord record() {
            return MaskFieldsTest.record(customer());
        }

        /** The key of a tombstone is masked like any other: it has to find the same row. */
        @Override
        @Test
        protected void passesTombstoneUnchanged() {
            SourceRecord input = record();
            SourceRecord tombstone = input.newRecord("t", 0, input.keySchema(), input.key(), null, null, 1L);

            SourceRecord result = this.<SourceRecord>transform().apply(tombstone);

            assertThat(result.value()).isNull();
            assertThat(result.valueSchema()).isNull();
            assertThat(result.key())
                    .isEqualTo(this.<SourceRecord>transform().apply(input).key());
        }
    }

    @Nested
    class Joins {
        @Test
        void findTheSameHashOfAKeyInEveryTableAndType() {
            Envelopes orders = Envelopes.binlog(
                    SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("customer_id", Schema.INT64_SCHEMA));
            Struct order = new Struct(orders.row).put("id", 1L).put("customer_id", 5L);
            SourceRecord change = orders.record(orders.event("u", order, order, orders.at("b.1", 1, 0)));

            Struct event = (Struct)
                    value(change, "fields", "customer_id", "mask", "hmac").value();
            SourceRecord customer =
                    key(value(record(customer()), "fields", "id", "mask", "hmac"), "fields", "id", "mask", "hmac");

            assertThat(event.getStruct("after").get("customer_id")).isEqualTo(HASH_OF_5);
            assertThat(event.getStruct("before").get("customer_id")).isEqualTo(HASH_OF_5);
            assertThat(event.getStruct("after").get("id")).isEqualTo(1L);
            assertThat(((Struct) customer.key()).get("id")).isEqualTo(HASH_OF_5);
            assertThat(((Struct) customer.value()).get("id")).isEqualTo(HASH_OF_5);
        }

        @Test
        void takeNumbersOfAllTypesForTheSame() {
            Map<Schema, Object> fives = new LinkedHashMap<>();
            fives.put(Schema.INT8_SCHEMA, (byte) 5);
            fives.put(Schema.INT16_SCHEMA, (short) 5);
            fives.put(Schema.INT32_SCHEMA, 5);
            fives.put(Schema.INT64_SCHEMA, 5L);
            fives.put(Schema.FLOAT32_SCHEMA, 5f);
            fives.put(Schema.FLOAT64_SCHEMA, 5d);
            fives.put(Schema.STRING_SCHEMA, "5");
            fives.put(Schema.BYTES_SCHEMA, new byte[] {'5'});
            fives.put(Decimal.schema(2), new BigDecimal("5.00"));
            fives.put(SchemaBuilder.int32().name("io.debezium.time.Date").build(), 5);
            fives.put(org.apache.kafka.connect.data.Date.SCHEMA, new Date(5 * 86_400_000L));
            fives.put(org.apache.kafka.connect.data.Timestamp.SCHEMA, new Date(5));
            Schema variable = SchemaBuilder.struct()
                    .name("io.debezium.data.VariableScaleDecimal")
                    .version(1)
                    .field("scale", Schema.INT32_SCHEMA)
                    .field("value", Schema.BYTES_SCHEMA)
                    .build();
            fives.put(variable, new Struct(variable).put("scale", 1).put("value", new byte[] {50}));

            fives.forEach((schema, five) -> assertThat(masked(schema, five, "mask", "hmac"))
                    .as("%s", schema)
                    .isEqualTo(HASH_OF_5));
        }

        @Test
        void findTheHashThatAnyOtherToolMakes() {
            assertThat(masked("fields", "email", "mask", "hmac").getString("email"))
                    .isEqualTo(HASH_OF_ANN);
        }

        @Test
        void tellOldKeysFromNewByTheirId() {
            String old = masked("fields", "email", "mask", "hmac", "hmac.key.id", "k1")
                    .getString("email");
            String rotated = masked(
                            "fields", "email", "mask", "hmac", "hmac.key.id", "k2", "hmac.key", "another 16 byte key")
                    .getString("email");

            assertThat(old).isEqualTo("k1:" + HASH_OF_ANN);
            assertThat(rotated).startsWith("k2:").hasSize(67).doesNotContain(HASH_OF_ANN);
        }

        @Test
        void writeShorterHashesOnRequest() {
            assertThat(masked("fields", "email", "mask", "hmac", "hmac.encoding", "base64url")
                            .getString("email"))
                    .matches("[A-Za-z0-9_-]{43}");
        }

        @Test
        void worksWithoutSchemas() {
            SourceRecord schemaless = Schemaless.record(record(customer()));

            SourceRecord result =
                    key(value(schemaless, "fields", "id", "mask", "hmac"), "fields", "id", "mask", "hmac");

            assertThat(((Map<?, ?>) result.key()).get("id")).isEqualTo(HASH_OF_5);
            assertThat(((Map<?, ?>) result.value()).get("id")).isEqualTo(HASH_OF_5);
            assertThat(result.valueSchema()).isNull();
        }
    }

    @Nested
    class Masks {
        @Test
        void nullMakesTheFieldOptionalAndTakesItsDefaultAway() {
            Schema state = SchemaBuilder.string().defaultValue("new").doc("why").build();
            Schema row = SchemaBuilder.struct().field("state", state).build();

            SourceRecord result = value(record(new Struct(row).put("state", "paid")), "fields", "state");

            Schema schema = result.valueSchema().field("state").schema();
            assertThat(schema.isOptional()).isTrue();
            assertThat(schema.defaultValue()).isNull();
            assertThat(schema.doc()).isEqualTo("why");
            assertThat(((Struct) result.value()).get("state")).isNull();
        }

        @Test
        void partialKeepsTheLastCharacters() {
            assertThat(masked("fields", "card", "mask", "partial").getString("card"))
                    .isEqualTo("***************1234");
            assertThat(masked(Schema.STRING_SCHEMA, "12345", "mask", "partial", "partial.keep", "2"))
                    .isEqualTo("***45");
            assertThat(masked(Schema.INT64_SCHEMA, 12345L, "mask", "partial", "partial.character", "x"))
                    .isEqualTo("x2345");
        }

        @Test
        void partialHidesShortValuesWholeAndSplitsNoCharacter() {
            assertThat(masked(Schema.STRING_SCHEMA, "1234", "mask", "partial")).isEqualTo("****");
            assertThat(masked(Schema.STRING_SCHEMA, "12", "mask", "partial")).isEqualTo("**");
            assertThat(masked(Schema.STRING_SCHEMA, "", "mask", "partial")).isEqualTo("");
            assertThat(masked(Schema.STRING_SCHEMA, "a😀b😀", "mask", "partial", "partial.keep", "2"))
                    .isEqualTo("**b😀");
        }

        @Test
        void fixedFitsTheType() {
            Map<Schema, Object> before = new LinkedHashMap<>();
            before.put(Schema.STRING_SCHEMA, "x");
            before.put(Schema.INT8_SCHEMA, (byte) 9);
            before.put(Schema.INT16_SCHEMA, (short) 9);
            before.put(Schema.INT32_SCHEMA, 9);
            before.put(Schema.INT64_SCHEMA, 9L);
            before.put(Schema.FLOAT32_SCHEMA, 9f);
            before.put(Schema.FLOAT64_SCHEMA, 9d);
            before.put(Decimal.schema(2), new BigDecimal("9.00"));
            List<Object> expected = List.of("7", (byte) 7, (short) 7, 7, 7L, 7f, 7d, new BigDecimal("7.00"));

            assertThat(before.entrySet().stream()
                            .map(each -> masked(each.getKey(), each.getValue(), "mask", "fixed", "replacement", "7")))
                    .isEqualTo(expected);
            assertThat(masked(Schema.BOOLEAN_SCHEMA, true, "mask", "fixed", "replacement", "false"))
                    .isEqualTo(false);
            assertThat(masked(
                            org.apache.kafka.connect.data.Date.SCHEMA,
                            new Date(0),
                            "mask",
                            "fixed",
                            "replacement",
                            "1970-01-02"))
                    .isEqualTo(new Date(86_400_000));
            assertThat(masked(
                            SchemaBuilder.int32().name("io.debezium.time.Date").build(),
                            0,
                            "mask",
                            "fixed",
                            "replacement",
                            "1970-01-02"))
                    .isEqualTo(1);
            assertThat(masked(
                            org.apache.kafka.connect.data.Timestamp.SCHEMA,
                            new Date(5),
                            "mask",
                            "fixed",
                            "replacement",
                            "1970-01-01T00:00:01Z"))
                    .isEqualTo(new Date(1_000));
        }

        @Test
        void fixedRefusesATypeThatTheReplacementIsNoneOf() {
            assertThatThrownBy(() -> masked("fields", "id", "mask", "fixed", "replacement", "none"))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot mask id by fixed: int32 (expected a type that 'replacement' can be written as)"
                            + " at shop.customers from {server=shop} at {n=1} value. Choose another mask.");
        }

        @Test
        void digitsKeepLengthPunctuationAndPosition() {
            String card = masked("fields", "card", "mask", "digits").getString("card");

            assertThat(card).matches("\\d{4}-\\d{4}-\\d{4}-\\d{4}").isNotEqualTo("4111-1111-1111-1234");
            assertThat(masked(Schema.STRING_SCHEMA, "4111111111111234", "mask", "digits"))
                    .as("the same number without hyphens")
                    .isEqualTo(card.replace("-", ""));
            assertThat(masked("fields", "card", "mask", "digits", "hmac.key", "another 16 byte key")
                            .getString("card"))
                    .as("with another key")
                    .isNotEqualTo(card);
        }

        @Test
        void digitsLeaveNoDigitOfAnotherScriptInClear() {
            String arabic = "\u0661\u0662\u0663\u0664\u0665\u0666";

            assertThat((String) masked(Schema.STRING_SCHEMA, "no " + arabic, "mask", "digits"))
                    .matches("no [0-9]{6}");
        }

        @Test
        void digitsOfLongTextDoNotRepeat() {
            String masked = (String) masked(Schema.STRING_SCHEMA, "1".repeat(200), "mask", "digits");

            assertThat(masked).matches("\\d{200}");
            assertThat(masked.substring(0, 30)).isNotEqualTo(masked.substring(32, 62));
        }

        @Test
        void digitsOfWholeNumbersFitEveryTypeThatHoldsTheNumber() {
            for (long number : new long[] {0, 7, -7, 42, 32767, -32768, 12345, 2147483647L, -2147483648L}) {
                Object asLong = masked(Schema.INT64_SCHEMA, number, "mask", "digits");
                Object asInt = masked(Schema.INT32_SCHEMA, (int) number, "mask", "digits");
                Object asDecimal = masked(Decimal.schema(0), BigDecimal.valueOf(number), "mask", "digits");

                assertThat(String.valueOf(asLong).replaceAll("[0-9]", "9"))
                        .isEqualTo(String.valueOf(number).replaceAll("[0-9]", "9"));
                assertThat(String.valueOf(asInt)).isEqualTo(String.valueOf(asLong));
                assertThat(String.valueOf(asDecimal)).isEqualTo(String.valueOf(asLong));
                if (number == (short) number) {
                    assertThat(String.valueOf(masked(Schema.INT16_SCHEMA, (short) number, "mask", "digits")))
                            .isEqualTo(String.valueOf(asLong));
                }
            }
            assertThat(String.valueOf(masked(Schema.INT64_SCHEMA, Long.MIN_VALUE, "mask", "digits")))
                    .matches("-\\d{19}");
            assertThat(String.valueOf(masked(Decimal.schema(2), new BigDecimal("-1234.50"), "mask", "digits")))
                    .matches("-\\d{4}\\.\\d{2}");
        }

        @Test
        void digitsRefuseWhatHasNone() {
            assertThatThrownBy(() -> masked(Schema.FLOAT64_SCHEMA, 1.5, "mask", "digits"))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot mask f by digits: float64 (expected text, int16, int32, int64, decimals) at"
                            + " shop.customers from {server=shop} at {n=1} value. Choose another mask.");
        }

        @Test
        void dropTakesTheFieldOutOfTheSchema() {
            Struct result = masked("fields", "email,address.street", "mask", "drop");

            assertThat(result.schema().field("email")).isNull();
            assertThat(result.schema().name()).isEqualTo("shop.Customer");
            assertThat(result.schema().version()).isEqualTo(2);
            assertThat(result.getStruct("address").schema().fields())
                    .extracting(Field::name)
                    .containsExactly("zip");
        }

        @Test
        void nullStaysNullWhateverTheMask() {
            for (String mask : List.of("null", "fixed", "partial", "hmac", "digits")) {
                assertThat(masked(Schema.OPTIONAL_STRING_SCHEMA, null, "mask", mask, "replacement", "x"))
                        .as(mask)
                        .isNull();
            }
        }

        @Test
        void hashedNumbersBecomeTextInTheSchemaToo() {
            Schema id =
                    masked("fields", "id", "mask", "hmac").schema().field("id").schema();

            assertThat(id).isEqualTo(Schema.STRING_SCHEMA);
        }

        @Test
        void severalRulesShareOneTransformAndTheFirstThatMatchesWins() {
            Struct result = masked(
                    "rules", "contact,card,rest",
                    "rules.contact.fields", "email",
                    "rules.contact.mask", "hmac",
                    "rules.card.fields", "card",
                    "rules.card.mask", "partial",
                    "rules.card.partial.keep", "2",
                    "rules.rest.fields", "email,`home.town`");

            assertThat(result.getString("email")).isEqualTo(HASH_OF_ANN);
            assertThat(result.getString("card")).isEqualTo("*****************34");
            assertThat(result.get("home.town")).isNull();
        }
    }

    @Nested
    class Paths {
        @Test
        void reachIntoStructsArraysAndMaps() {
            Struct result = masked(
                    "fields",
                    "address.street,homes.*.street,notes.ssn,`home.town`",
                    "mask",
                    "fixed",
                    "replacement",
                    "?");

            assertThat(result.getStruct("address").getString("street")).isEqualTo("?");
            assertThat(result.getStruct("address").getString("zip")).isEqualTo("20095");
            assertThat(result.<Struct>getArray("homes"))
                    .extracting(home -> home.getString("street"))
                    .containsExactly("?", "?");
            assertThat(result.getMap("notes")).isEqualTo(Map.of("ssn", "?", "lang", "en"));
            assertThat(result.getString("home.town")).isEqualTo("?");
            assertThat(result.getString("email")).isEqualTo("ann@example.org");
        }

        @Test
        void reachAnyDepth() {
            Struct result = masked("fields", "**.street", "mask", "hmac");

            assertThat(result.getStruct("address").getString("street")).hasSize(64);
            assertThat(result.<Struct>getArray("homes"))
                    .allSatisfy(home -> assertThat(home.getString("street")).hasSize(64));
            assertThat(result.getString("card")).isEqualTo("4111-1111-1111-1234");
        }

        @Test
        void reachEveryKeyOfAMap() {
            assertThat(masked("fields", "notes.*", "mask", "fixed", "replacement", "?")
                            .getMap("notes"))
                    .isEqualTo(Map.of("ssn", "?", "lang", "?"));
            assertThat(masked("fields", "notes.ssn", "mask", "drop").getMap("notes"))
                    .isEqualTo(Map.of("lang", "en"));
            assertThat(masked("fields", "notes.ssn").getMap("notes").get("ssn")).isNull();
        }

        @Test
        void reachTheWholeKey() {
            SourceRecord plain =
                    new SourceRecord(Map.of(), Map.of(), "t", 0, Schema.INT64_SCHEMA, 5L, Schema.STRING_SCHEMA, "5");

            SourceRecord result = key(plain, "fields", ".", "mask", "hmac");

            assertThat(result.keySchema()).isEqualTo(Schema.STRING_SCHEMA);
            assertThat(result.key()).isEqualTo(HASH_OF_5);
            assertThat(key(result.newRecord("t", 0, null, 5L, null, null, 1L), "fields", ".", "mask", "hmac")
                            .key())
                    .isEqualTo(HASH_OF_5);
        }

        @Test
        void thatGoWrongLeaveNothingInClear() {
            assertThatThrownBy(() -> masked("fields", "email,adress.street,homes.street"))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot mask [adress.street, homes.street]: not in shop.Customer v2 (fields: id, email,"
                            + " card, address, homes, notes, home.town) at shop.customers from {server=shop} at {n=1}"
                            + " value. Correct 'fields', apply the transform to fewer tables, or set 'missing' to"
                            + " ignore.");
            assertThatThrownBy(() -> value(Schemaless.record(record(customer())), "fields", "emial"))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot mask [emial]: not in the fields [id, email, card, address, homes, notes,"
                            + " home.town] at shop.customers from {server=shop} at {n=1} value. Correct 'fields', apply"
                            + " the transform to fewer tables, or set 'missing' to ignore.");
        }

        @Test
        void mayLeadNowhereOnRequest() {
            Struct result = masked("fields", "email,phone", "missing", "ignore");
            SourceRecord other = record(new Struct(ADDRESS).put("street", "x"));

            assertThat(result.get("email")).isNull();
            assertThat(value(other, "fields", "email,phone", "missing", "ignore"))
                    .isSameAs(other);
        }

        @Test
        void refuseAMaskThatFitsNoStruct() {
            assertThatThrownBy(() -> masked("fields", "address", "mask", "hmac"))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot mask address by hmac: struct Address (expected text, numbers, booleans, dates,"
                            + " times, bytes) at shop.customers from {server=shop} at {n=1} value. Choose another"
                            + " mask.");
            assertThat(masked("fields", "address").get("address")).isNull();
        }

        @Test
        void refuseToMakeTheValuesOfAMapDiffer() {
            Schema row = SchemaBuilder.struct()
                    .field("m", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA))
                    .build();
            SourceRecord record = record(new Struct(row).put("m", Map.of("a", 5L, "b", 6L)));

            assertThatThrownBy(() -> value(record, "fields", "m.a", "mask", "hmac"))
                    .isExactlyInstanceOf(DataException.class)
                    .hasMessage("Cannot mask part of m: values of different types (expected one type in a map) at"
                            + " shop.customers from {server=shop} at {n=1} value. Mask m.* instead.");
            assertThat(((Struct) value(record, "fields", "m.*", "mask", "hmac").value())
                            .getMap("m")
                            .get("a"))
                    .isEqualTo(HASH_OF_5);
        }
    }

    @Nested
    class ChangeEvents {
        private final Envelopes made = Envelopes.wal();
        private final Struct at = made.at("[\"10\",\"12\"]");
        private final SourceRecord update =
                made.record(made.event("u", made.order(7, "new", "x", 1), made.order(7, "paid", "y", 2), at));

        @Test
        void areMaskedBeforeAndAfterAndKeepTheirMetadata() {
            Struct event =
                    (Struct) value(update, "fields", "note", "mask", "hmac").value();

            assertThat(event.getStruct("before").getString("note")).hasSize(64);
            assertThat(event.getStruct("after").getString("note"))
                    .hasSize(64)
                    .isNotEqualTo(event.getStruct("before").getString("note"));
            assertThat(event.getStruct("before").schema())
                    .isSameAs(event.schema().field("before").schema());
            assertThat(event.schema().field("before").schema())
                    .isEqualTo(event.schema().field("after").schema());
            assertThat(event.get("source")).isSameAs(((Struct) update.value()).get("source"));
            assertThat(event.schema().name()).isEqualTo("shop.orders.Envelope");
        }

        @Test
        void areMaskedInBothImagesWhicheverThePathNames() {
            for (String path : List.of("note", "after.note", "before.note")) {
                Struct event = (Struct) value(update, "fields", path).value();

                assertThat(event.getStruct("before").get("note")).as(path).isNull();
                assertThat(event.getStruct("after").get("note")).as(path).isNull();
            }
        }

        @Test
        void areMaskedAroundTheRowByName() {
            Struct event = (Struct) value(update, "fields", "source.db,note").value();

            assertThat(event.getStruct("source").get("db")).isNull();
            assertThat(event.getStruct("after").get("note")).isNull();
        }

        @Test
        void keepTheirOwnFieldsFromWildcardsAndFromColumnsOfTheSameName() {
            Envelopes odd = Envelopes.wal(Envelopes.orders().field("op", Schema.STRING_SCHEMA));
            Struct row = new Struct(odd.row)
                    .put("id", 7L)
                    .put("state", "new")
                    .put("amount", 1)
                    .put("op", "secret");
            SourceRecord record = odd.record(odd.event("c", null, row, odd.at("[\"1\",\"2\"]")));

            Struct named = (Struct) value(record, "fields", "op").value();
            Struct wild = (Struct) value(record, "fields", "*").value();

            assertThat(named.getString("op")).isEqualTo("c");
            assertThat(named.getStruct("after").get("op")).isNull();
            assertThat(wild.getString("op")).isEqualTo("c");
            assertThat(wild.get("source")).isEqualTo(((Struct) record.value()).get("source"));
            assertThat(wild.getStruct("after").schema().fields())
                    .allSatisfy(field ->
                            assertThat(wild.getStruct("after").get(field)).isNull());
        }

        @Test
        void giveTheSameRowsMaskedBeforeOrAfterTheyAreNormalized() {
            SourceRecord first = normalized(value(update, "fields", "note", "mask", "hmac"));
            SourceRecord last = value(normalized(update), "fields", "note", "mask", "hmac");

            assertThat(first.value()).isEqualTo(last.value());
            assertThat(((Struct) first.value()).getString("note")).hasSize(64);
        }

        @Test
        void keepTheMarkOfAValueThatWasNotSent() {
            String mark = "__debezium_unavailable_value";
            SourceRecord toasted = made.record(made.event("u", null, made.order(7, "paid", mark, 2), at));
            SourceRecord masked = value(toasted, "fields", "note", "mask", "hmac");

            assertThat(((Struct) masked.value()).getStruct("after").getString("note"))
                    .isEqualTo(mark);
            assertThatThrownBy(() -> normalized(masked)).hasMessageContaining("did not send the unchanged value");
            assertThat(masked(Schema.BYTES_SCHEMA, mark.getBytes(), "mask", "hmac"))
                    .isEqualTo(mark);
        }

        @Test
        void passTruncatesAndControlRecords() {
            SourceRecord truncate = made.keyless(made.event("t", null, null, at));

            assertThat(((Struct) value(truncate, "fields", "note").value()).getString("op"))
                    .isEqualTo("t");
            assertThat(((Map<?, ?>) value(Schemaless.record(truncate), "fields", "note")
                                    .value())
                            .get("op"))
                    .isEqualTo("t");
            for (Database database : Database.values()) {
                for (String control : database.controls()) {
                    for (SinkRecord record : Captures.sinkRecords(database, control)) {
                        SinkRecord schemaless = Schemaless.record(record);

                        assertThat(value(record, "fields", "id")).isSameAs(record);
                        assertThat(key(record, "fields", "id")).isSameAs(record);
                        assertThat(value(schemaless, "fields", "id")).isSameAs(schemaless);
                        assertThat(key(schemaless, "fields", "id")).isSameAs(schemaless);
                    }
                }
            }
        }

        @Test
        void loseDroppedColumnsFromListsOfNames() {
            SourceRecord row = normalizedWithLists();

            Struct result =
                    (Struct) value(row, "fields", "note", "mask", "drop").value();

            assertThat(result.schema().field("note")).isNull();
            assertThat(result.getArray("_changed")).isEqualTo(List.of("state", "amount"));
            assertThat(result.getArray("_unavailable")).isEqualTo(List.of());
            assertThat(result.getStruct("_before").schema().field("note")).isNull();
            assertThat(result.getStruct("_before").getString("state")).isEqualTo("new");
            Map<?, ?> map = (Map<?, ?>) value(Schemaless.record(row), "fields", "note", "mask", "drop")
                    .value();
            assertThat(map).isEqualTo(Schemaless.of(result));
        }

        @Test
        void keepMetadataColumnsFromWildcards() {
            Struct result = (Struct)
                    value(normalizedWithLists(), "fields", "*", "mask", "null").value();

            assertThat(result.getString("_op")).isEqualTo("u");
            assertThat(result.get("state")).isNull();
            assertThat(result.getStruct("_before").get("state")).isNull();
            assertThat(result.getArray("_changed")).isEqualTo(List.of("state", "note", "amount"));
        }

        private SourceRecord normalizedWithLists() {
            Schema names = SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build();
            Schema row = SchemaBuilder.struct()
                    .field("state", Schema.STRING_SCHEMA)
                    .field("note", Schema.STRING_SCHEMA)
                    .field("_op", Schema.STRING_SCHEMA)
                    .field("_changed", names)
                    .field("_unavailable", names)
                    .field("_before", made.row)
                    .build();
            return record(new Struct(row)
                    .put("state", "paid")
                    .put("note", "y")
                    .put("_op", "u")
                    .put("_changed", List.of("state", "note", "amount"))
                    .put("_unavailable", List.of("note"))
                    .put("_before", made.order(7, "new", "x", 1)));
        }

        @ParameterizedTest
        @CsvSource({"envelope,''", "changelog,''", "row,''", "envelope,_cdc", "changelog,_cdc", "row,_cdc"})
        void areMaskedTheSameInEveryShapeOfTheirs(String shape, String nest) {
            Map<String, String> props = Map.of(
                    "shape",
                    shape,
                    "metadata.nest",
                    nest,
                    "before",
                    "nested",
                    "metadata.columns",
                    "changed,unavailable");
            SourceRecord row = normalized(update, props);
            Struct whole = (Struct) row.value();

            Struct dropped = (Struct) value(row, "fields", "note", "mask", "drop", "metadata.nest", nest)
                    .value();
            Struct wild =
                    (Struct) value(row, "fields", "*", "metadata.nest", nest).value();

            dropped.validate();
            Map<String, Object> expected = MaskFieldsRandomTest.leaves(whole);
            expected.keySet().removeIf(leaf -> leaf.endsWith("note"));
            expected.values().removeIf("note"::equals);
            assertThat(MaskFieldsRandomTest.leaves(dropped).values())
                    .containsExactlyInAnyOrderElementsOf(expected.values());
            assertThat(MaskFieldsRandomTest.leaves(wild).values())
                    .as("metadata and no more")
                    .contains("u", "note")
                    .doesNotContain("new", "paid", "x", "y", 7L);
            assertThat(value(Schemaless.record(row), "fields", "note", "mask", "drop", "metadata.nest", nest)
                            .value())
                    .isEqualTo(Schemaless.of(dropped));
        }

        @ParameterizedTest
        @EnumSource(Database.class)
        void ofEveryDatabaseAreMaskedTheSameWithAndWithoutSchemas(Database database) {
            for (SinkRecord record : Captures.sinkRecords(database, "all_types")) {
                SinkRecord masked = value(record, "fields", "*", "mask", "null");
                if (record.value() != null) {
                    ((Struct) masked.value()).validate();
                    assertThat(value(Schemaless.record(record), "fields", "*", "mask", "null")
                                    .value())
                            .isEqualTo(Schemaless.of(masked.value()));
                }
            }
        }

        private SourceRecord normalized(SourceRecord record) {
            return normalized(record, Map.of());
        }

        private SourceRecord normalized(SourceRecord record, Map<String, String> props) {
            try (NormalizeEnvelope<SourceRecord> normalize = new NormalizeEnvelope<>()) {
                normalize.configure(props);
                return normalize.apply(record);
            }
        }
    }

    @Nested
    class Keys {
        private final Schema schema =
                SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();

        private SourceRecord changedKey(Schema headerSchema, Object header) {
            ConnectHeaders headers = new ConnectHeaders();
            headers.addString("trace", "abc");
            headers.add("__debezium.newkey", new SchemaAndValue(headerSchema, header));
            SourceRecord record = record(customer());
            return record.newRecord(
                    record.topic(),
                    0,
                    schema,
                    new Struct(schema).put("id", 4L),
                    record.valueSchema(),
                    record.value(),
                    1L,
                    headers);
        }

        @Test
        void areMaskedInTheHeadersOfAChangedKeyToo() {
            SourceRecord record = changedKey(schema, new Struct(schema).put("id", 5L));

            SourceRecord result = key(record, "fields", "id", "mask", "hmac");

            Struct other =
                    (Struct) result.headers().lastWithName("__debezium.newkey").value();
            assertThat(other.get("id")).isEqualTo(HASH_OF_5);
            assertThat(result.headers()).hasSize(2);
            assertThat(record.headers().lastWithName("__debezium.newkey").value())
                    .as("the input's header")
                    .isEqualTo(new Struct(schema).put("id", 5L));
        }

        @Test
        void inHeadersThatCannotBeMaskedAreTakenOut() {
            SourceRecord text = key(changedKey(Schema.STRING_SCHEMA, "Struct{id=5}"), "fields", "id", "mask", "hmac");
            SourceRecord map = key(changedKey(null, Map.of("id", 5)), "fields", "id", "mask", "hmac");

            assertThat(text.headers().lastWithName("__debezium.newkey").value()).isNull();
            assertThat(map.headers().lastWithName("__debezium.newkey").value()).isEqualTo(Map.of("id", HASH_OF_5));
        }
    }

    @Test
    void saysThatItWasNotConfigured() {
        assertThatThrownBy(() -> new MaskFields.Value<SourceRecord>().apply(record(customer())))
                .hasMessage("Cannot mask records: configure() was not called. Configure the transform.");
    }

    @Test
    void namesNeitherValueNorKeyInAnError() {
        Schema row = SchemaBuilder.struct().field("f", Schema.STRING_SCHEMA).build();
        Struct broken = new Struct(row);
        io.millrace.records.Structs.set(broken, row.field("f"), 12345678L);

        assertThatThrownBy(() -> value(record(broken), "fields", "f", "mask", "hmac"))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage("Cannot mask the record: a value of another type than its schema's at shop.customers from"
                        + " {server=shop} at {n=1} value. Check the converter.")
                .hasStackTraceContaining("ClassCastException")
                .satisfies(thrown -> assertThat(thrown.getCause().getMessage()).doesNotContain("12345678"));
    }
}
