// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.avro.AvroToConnect;
import io.millrace.converters.internal.avro.ConnectToAvro;
import io.millrace.converters.internal.avro.DataOption;
import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.avro.LogicalTypes;
import io.millrace.records.Kind;
import io.millrace.testkit.Captures;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericFixed;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code logical.types=extended}: each row of the table in docs/converters/avro-types.md, in both directions. */
class ExtendedTypesTest {
    private static final DataOptions EXTENDED = DataOptions.DEFAULTS.with(LogicalTypes.EXTENDED);
    private static final String UUID = "d9428888-122b-11e1-b85c-61cd3cbb3210";

    private final Codec codec = new Codec(EXTENDED);

    private static SchemaBuilder debezium(SchemaBuilder builder, String name) {
        return builder.name("io.debezium." + name).version(1);
    }

    private static SchemaBuilder utc(SchemaBuilder builder) {
        return builder.parameter("zone", "UTC");
    }

    /** Avro as others write it, what it is in Connect, its kind, and a value. */
    static Stream<Arguments> foreign() {
        return Stream.of(
                Arguments.of(
                        "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}",
                        utc(debezium(SchemaBuilder.int64(), "time.MicroTimestamp")),
                        Kind.INSTANT,
                        1_700_000_000_000_001L),
                Arguments.of(
                        "{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"}",
                        utc(debezium(SchemaBuilder.int64(), "time.NanoTimestamp")),
                        Kind.INSTANT,
                        -1L),
                Arguments.of(
                        "{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"}",
                        debezium(SchemaBuilder.int64(), "time.Timestamp"),
                        Kind.LOCAL_TIMESTAMP,
                        1L),
                Arguments.of(
                        "{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"}",
                        debezium(SchemaBuilder.int64(), "time.MicroTimestamp"),
                        Kind.LOCAL_TIMESTAMP,
                        1L),
                Arguments.of(
                        "{\"type\":\"long\",\"logicalType\":\"local-timestamp-nanos\"}",
                        debezium(SchemaBuilder.int64(), "time.NanoTimestamp"),
                        Kind.LOCAL_TIMESTAMP,
                        Long.MAX_VALUE),
                Arguments.of(
                        "{\"type\":\"long\",\"logicalType\":\"time-micros\"}",
                        debezium(SchemaBuilder.int64(), "time.MicroTime"),
                        Kind.TIME,
                        86_399_999_999L),
                Arguments.of(
                        "{\"type\":\"string\",\"logicalType\":\"uuid\"}",
                        debezium(SchemaBuilder.string(), "data.Uuid"),
                        Kind.UUID,
                        UUID),
                Arguments.of(
                        "{\"type\":\"fixed\",\"name\":\"Id\",\"size\":16,\"logicalType\":\"uuid\"}",
                        debezium(SchemaBuilder.string(), "data.Uuid").parameter("connect.fixed.size", "16"),
                        Kind.UUID,
                        UUID),
                Arguments.of(
                        "{\"type\":\"fixed\",\"name\":\"Span\",\"size\":12,\"logicalType\":\"duration\"}",
                        debezium(SchemaBuilder.string(), "time.Interval").parameter("connect.fixed.size", "12"),
                        Kind.PERIOD,
                        "P1Y2M3DT4H5M6.789S"),
                // Iceberg's local timestamps
                Arguments.of(
                        "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\",\"adjust-to-utc\":false}",
                        debezium(SchemaBuilder.int64(), "time.MicroTimestamp"),
                        Kind.LOCAL_TIMESTAMP,
                        1L),
                Arguments.of(
                        "{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\",\"adjust-to-utc\":true}",
                        utc(debezium(SchemaBuilder.int64(), "time.NanoTimestamp")),
                        Kind.INSTANT,
                        1L));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void readsWhatOthersWriteAndWritesItAgain(String avro, SchemaBuilder builder, Kind kind, Object value) {
        Schema schema = builder.build();
        byte[] payload = Codec.payload(codec.write(schema, value));

        SchemaAndValue read = codec.readForeign(avro, payload);

        assertThat(read).isEqualTo(new SchemaAndValue(schema, value));
        assertThat(Kind.of(read.schema())).isEqualTo(kind);
        assertThat(Codec.payload(codec.write(read.schema(), read.value()))).isEqualTo(payload);
        Object datum = Codec.avroDatum(Codec.parse(avro), payload);
        assertThat(Codec.avroBytes(Codec.parse(avro), datum)).isEqualTo(payload);
    }

    /** Connect's side, and the text that is registered for it. */
    static Stream<Arguments> written() {
        return Stream.of(
                Arguments.of(
                        utc(debezium(SchemaBuilder.int64(), "time.MicroTimestamp")),
                        "{\"type\":\"long\",\"connect.version\":1,\"connect.parameters\":{\"zone\":\"UTC\"},"
                                + "\"connect.name\":\"io.debezium.time.MicroTimestamp\","
                                + "\"logicalType\":\"timestamp-micros\"}"),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.MicroTimestamp"),
                        "{\"type\":\"long\",\"connect.version\":1,"
                                + "\"connect.name\":\"io.debezium.time.MicroTimestamp\","
                                + "\"logicalType\":\"local-timestamp-micros\"}"),
                Arguments.of(
                        utc(debezium(SchemaBuilder.int64(), "time.NanoTimestamp")),
                        "{\"type\":\"long\",\"connect.version\":1,\"connect.parameters\":{\"zone\":\"UTC\"},"
                                + "\"connect.name\":\"io.debezium.time.NanoTimestamp\","
                                + "\"logicalType\":\"timestamp-nanos\"}"),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.NanoTimestamp"),
                        "{\"type\":\"long\",\"connect.version\":1,"
                                + "\"connect.name\":\"io.debezium.time.NanoTimestamp\","
                                + "\"logicalType\":\"local-timestamp-nanos\"}"),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.Timestamp"),
                        "{\"type\":\"long\",\"connect.version\":1,\"connect.name\":\"io.debezium.time.Timestamp\","
                                + "\"logicalType\":\"local-timestamp-millis\"}"),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.MicroTime"),
                        "{\"type\":\"long\",\"connect.version\":1,\"connect.name\":\"io.debezium.time.MicroTime\","
                                + "\"logicalType\":\"time-micros\"}"),
                Arguments.of(
                        debezium(SchemaBuilder.string(), "data.Uuid"),
                        "{\"type\":\"string\",\"connect.version\":1,\"connect.name\":\"io.debezium.data.Uuid\","
                                + "\"logicalType\":\"uuid\"}"),
                Arguments.of(
                        debezium(SchemaBuilder.string(), "data.Uuid").parameter("connect.fixed.size", "16"),
                        "{\"type\":\"fixed\",\"name\":\"Uuid\",\"namespace\":\"io.debezium.data\",\"size\":16,"
                                + "\"connect.version\":1,\"connect.parameters\":{\"connect.fixed.size\":\"16\"},"
                                + "\"connect.name\":\"io.debezium.data.Uuid\",\"logicalType\":\"uuid\"}"),
                Arguments.of(
                        debezium(SchemaBuilder.string(), "time.Interval").parameter("connect.fixed.size", "12"),
                        "{\"type\":\"fixed\",\"name\":\"Interval\",\"namespace\":\"io.debezium.time\",\"size\":12,"
                                + "\"connect.version\":1,\"connect.parameters\":{\"connect.fixed.size\":\"12\"},"
                                + "\"connect.name\":\"io.debezium.time.Interval\",\"logicalType\":\"duration\"}"),
                // beside the logical types that Connect has, Confluent's converter allows no other name than Connect's
                Arguments.of(
                        debezium(SchemaBuilder.int32(), "time.Date"),
                        "{\"type\":\"int\",\"connect.version\":1,\"millrace.name\":\"io.debezium.time.Date\","
                                + "\"logicalType\":\"date\"}"),
                Arguments.of(
                        debezium(SchemaBuilder.int32(), "time.Time"),
                        "{\"type\":\"int\",\"connect.version\":1,\"millrace.name\":\"io.debezium.time.Time\","
                                + "\"logicalType\":\"time-millis\"}"),
                Arguments.of(
                        utc(debezium(SchemaBuilder.int64(), "time.Timestamp")),
                        "{\"type\":\"long\",\"connect.version\":1,\"connect.parameters\":{\"zone\":\"UTC\"},"
                                + "\"millrace.name\":\"io.debezium.time.Timestamp\","
                                + "\"logicalType\":\"timestamp-millis\"}"),
                // Avro has no logical type for these
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.NanoTime"),
                        "{\"type\":\"long\",\"connect.version\":1,\"connect.name\":\"io.debezium.time.NanoTime\"}"),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.MicroDuration"),
                        "{\"type\":\"long\",\"connect.version\":1,"
                                + "\"connect.name\":\"io.debezium.time.MicroDuration\"}"),
                Arguments.of(
                        debezium(SchemaBuilder.string(), "time.ZonedTimestamp"),
                        "{\"type\":\"string\",\"connect.version\":1,"
                                + "\"connect.name\":\"io.debezium.time.ZonedTimestamp\"}"),
                Arguments.of(
                        debezium(SchemaBuilder.string(), "time.Interval"),
                        "{\"type\":\"string\",\"connect.version\":1,"
                                + "\"connect.name\":\"io.debezium.time.Interval\"}"));
    }

    @ParameterizedTest
    @MethodSource("written")
    void writesTheLogicalTypeAndReadsTheSameSchema(SchemaBuilder builder, String text) {
        Schema schema = builder.build();

        assertThat(ConnectToAvro.translate(schema, EXTENDED)).hasToString(text);
        assertThat(AvroToConnect.translate(Codec.parse(text), EXTENDED)).isEqualTo(schema);
    }

    @ParameterizedTest
    @MethodSource("written")
    void keepsTheMeaningWithoutConnectsAttributes(SchemaBuilder builder, String text) {
        DataOptions bare = EXTENDED.without(DataOption.CONNECT_META_DATA);
        Schema schema = builder.build();
        Schema read = AvroToConnect.translate(ConnectToAvro.translate(schema, bare), bare);

        if (text.contains("logicalType")) {
            assertThat(Kind.of(read)).isEqualTo(Kind.of(schema));
        }
    }

    @Test
    void leavesAllThisAsItIsWithConfluentsTypes() {
        Schema micros =
                utc(debezium(SchemaBuilder.int64(), "time.MicroTimestamp")).build();
        String text = "{\"type\":\"long\",\"connect.version\":1,\"connect.parameters\":{\"zone\":\"UTC\"},"
                + "\"connect.name\":\"io.debezium.time.MicroTimestamp\"}";
        String extended = ConnectToAvro.translate(micros, EXTENDED).toString();
        String date = ConnectToAvro.translate(
                        debezium(SchemaBuilder.int32(), "time.Date").build(), EXTENDED)
                .toString();

        assertThat(ConnectToAvro.translate(micros, DataOptions.DEFAULTS)).hasToString(text);
        assertThat(AvroToConnect.translate(Codec.parse(extended), DataOptions.DEFAULTS))
                .isEqualTo(micros);
        assertThat(AvroToConnect.translate(Codec.parse(date), DataOptions.DEFAULTS))
                .isEqualTo(Date.SCHEMA);
        foreign().forEach(row -> {
            String avro = (String) row.get()[0];
            Schema plain = AvroToConnect.translate(Codec.parse(avro), DataOptions.DEFAULTS);
            assertThat(Kind.of(plain)).isIn(Kind.INT64, Kind.TEXT, Kind.BYTES);
        });
    }

    @Test
    void changesASchemaInAWayThatAvroCallsCompatible() {
        written().map(row -> ((SchemaBuilder) row.get()[0]).build()).forEach(schema -> {
            if (schema.parameters() == null || !schema.parameters().containsKey("connect.fixed.size")) {
                org.apache.avro.Schema before = ConnectToAvro.translate(schema, DataOptions.DEFAULTS);
                org.apache.avro.Schema after = ConnectToAvro.translate(schema, EXTENDED);
                assertThat(checkReaderWriterCompatibility(before, after).getType())
                        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
                assertThat(checkReaderWriterCompatibility(after, before).getType())
                        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            }
        });
    }

    @Test
    void leavesConnectsOwnTypesAndOtherNamesAlone() {
        String named = "{\"type\":\"long\",\"connect.name\":\"shop.Ticks\",\"logicalType\":\"timestamp-micros\"}";

        assertThat(AvroToConnect.translate(Codec.parse(named), EXTENDED))
                .isEqualTo(SchemaBuilder.int64().name("shop.Ticks").build());
        assertThat(AvroToConnect.translate(
                        Codec.parse("{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}"), EXTENDED))
                .isEqualTo(Timestamp.SCHEMA);
        assertThat(AvroToConnect.translate(Codec.parse("{\"type\":\"int\",\"logicalType\":\"date\"}"), EXTENDED))
                .isEqualTo(Date.SCHEMA);
        assertThat(ConnectToAvro.translate(Timestamp.SCHEMA, EXTENDED))
                .isEqualTo(ConnectToAvro.translate(Timestamp.SCHEMA, DataOptions.DEFAULTS));
    }

    @Test
    void keepsTheDefaultOfAFieldOfSuchAType() {
        Schema micros = utc(debezium(SchemaBuilder.int64(), "time.MicroTimestamp"))
                .optional()
                .defaultValue(5L)
                .build();
        Schema row = SchemaBuilder.struct().name("shop.Row").field("at", micros).build();

        assertThat(AvroToConnect.translate(ConnectToAvro.translate(row, EXTENDED), EXTENDED))
                .isEqualTo(row);
    }

    @Test
    void writesTheBytesOfUuidsAndDurationsAsAvroSaysThem() {
        Schema uuid = foreign().toList().get(7).get()[1] instanceof SchemaBuilder builder ? builder.build() : null;
        Schema span = foreign().toList().get(8).get()[1] instanceof SchemaBuilder builder ? builder.build() : null;

        assertThat(fixed(uuid, UUID).bytes())
                .isEqualTo(ByteBuffer.allocate(16)
                        .putLong(0xd9428888122b11e1L)
                        .putLong(0xb85c61cd3cbb3210L)
                        .array());
        assertThat(fixed(span, "P1M2DT0.003S").bytes()).containsExactly(1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0);
        assertThat(codec.roundTrip(span, "PT0S").value()).isEqualTo("PT0S");
        assertThat(codec.roundTrip(span, "P7W").value()).isEqualTo("P49D");
        assertThat(codec.roundTrip(span, "PT90M").value()).isEqualTo("PT1H30M");
    }

    private GenericFixed fixed(Schema schema, String value) {
        byte[] payload = Codec.payload(codec.write(schema, value));
        return (GenericFixed) Codec.avroDatum(Codec.parse(codec.registry.newest()), payload);
    }

    @Test
    void refusesTextsThatFitNoFixedTypeWithoutRepeatingThem() {
        Schema uuid = debezium(SchemaBuilder.string(), "data.Uuid")
                .parameter("connect.fixed.size", "16")
                .build();
        Schema span = debezium(SchemaBuilder.string(), "time.Interval")
                .parameter("connect.fixed.size", "12")
                .build();

        assertThatThrownBy(() -> codec.write(uuid, "1-2-3-4-5"))
                .hasMessage("Cannot write Avro: text of 9 characters that is no UUID (expected 36 characters) at"
                        + " orders value. Mend the schema or the source.");
        assertThatThrownBy(() -> codec.write(span, "a while"))
                .hasMessage("Cannot write Avro: text of 7 characters that is no period (expected ISO-8601) at orders"
                        + " value. Mend the schema or the source.");
        for (String period : new String[] {"P-1D", "PT0.000001S", "PT1200H"}) {
            assertThatThrownBy(() -> codec.write(span, period))
                    .hasMessage("Cannot write Avro: a period that is negative, has digits below a millisecond or more"
                            + " than 49 days of hours (expected an Avro duration) at orders value. Mend the schema or"
                            + " the source.");
        }
    }

    @Test
    void usesOneFixedTypeForAllUuids() {
        Schema uuid = debezium(SchemaBuilder.string(), "data.Uuid")
                .parameter("connect.fixed.size", "16")
                .build();
        Schema row = SchemaBuilder.struct()
                .name("shop.Row")
                .field("a", uuid)
                .field("b", uuid)
                .build();

        assertThat(ConnectToAvro.translate(row, EXTENDED).toString())
                .contains("{\"name\":\"b\",\"type\":\"io.debezium.data.Uuid\"}");
    }

    @Test
    void roundTripsEveryCapturedChangeEvent() {
        for (Captures.Database database : Captures.Database.values()) {
            for (String table : database.tables()) {
                for (SinkRecord record : Captures.sinkRecords(database, table)) {
                    if (record.value() != null) {
                        byte[] bytes = codec.write(record.valueSchema(), record.value());
                        SchemaAndValue read = codec.read(bytes);
                        assertThat(read.schema()).isEqualTo(record.valueSchema());
                        assertThat(codec.write(read.schema(), read.value())).isEqualTo(bytes);
                    }
                }
            }
        }
    }
}
