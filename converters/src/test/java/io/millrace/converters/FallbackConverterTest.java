// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallbackConverterTest {
    /** Does what its setting {@code does} says, and writes down what was done to it. */
    public static final class Fake implements Converter, AutoCloseable {
        static final List<String> SEEN = new ArrayList<>();
        static RuntimeException problem = new DataException("secret");

        private String does = "";

        @Override
        public void configure(Map<String, ?> props, boolean isKey) {
            does = String.valueOf(props.get("does"));
            SEEN.add("configured " + does + " " + props.get("converter.type") + " " + isKey + " "
                    + props.keySet().stream().sorted().toList());
            if (does.equals("misconfigured")) {
                throw new ConfigException("does", does, "expected something else.");
            }
        }

        @Override
        public byte[] fromConnectData(String topic, Schema schema, Object value) {
            return bytes(does + " wrote");
        }

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            if (does.equals("fail")) {
                throw problem;
            }
            return new SchemaAndValue(Schema.STRING_SCHEMA, does);
        }

        @Override
        public void close() {
            SEEN.add("closed " + does);
            throw new IllegalStateException("cannot close");
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef()
                    .define(
                            "does",
                            ConfigDef.Type.STRING,
                            "",
                            ConfigDef.ValidString.in("", "fail", "read", "misconfigured"),
                            ConfigDef.Importance.LOW,
                            "What it does.");
        }
    }

    @BeforeEach
    void forget() {
        Fake.SEEN.clear();
        Fake.problem = new DataException("secret");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> props(String converters, String... keysAndValues) {
        Map<String, String> props = new HashMap<>(Map.of("converters", converters, "converter.type", "value"));
        for (String name : converters.split(",")) {
            props.put("converters." + name + ".type", Fake.class.getName());
            props.put("converters." + name + ".does", "read");
        }
        for (int i = 0; i < keysAndValues.length; i += 2) {
            props.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return props;
    }

    private static FallbackConverter converter(String converters, String... keysAndValues) {
        FallbackConverter converter = new FallbackConverter();
        converter.configure(props(converters, keysAndValues), false);
        return converter;
    }

    private static FallbackConverter jsonOnly(String... more) {
        return converter("json", concat(more, "converters.json.type", InferringJsonConverter.class.getName()));
    }

    private static String[] concat(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    private static String reason(FallbackConverter converter, byte[] bytes) {
        return ((Struct) converter.toConnectData("orders", bytes).value()).getString("reason");
    }

    @Test
    void isFoundByConnect() {
        assertThat(ServiceLoader.load(Converter.class).stream().map(ServiceLoader.Provider::type))
                .contains(FallbackConverter.class);
        assertThat(new FallbackConverter().version()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            magic0      | 0000000001          | ''                                  | true
            magic0      | 00000001            | ''                                  | false
            magic0      | 0100000000          | ''                                  | false
            magic1      | 0100000000000000000000000000000000 | ''                   | true
            magic1      | 01000000000000000000000000000000   | ''                   | false
            json        | 7b                  | ''                                  | true
            json        | efbbbf0a0920 5b     | ''                                  | true
            json        | 31                  | ''                                  | false
            json        | ''                  | ''                                  | false
            always      | ''                  | ''                                  | true
            id.header   | 00                  | __value_schema_id=x                 | true
            id.header   | 00                  | apicurio.value.globalId=x           | true
            id.header   | 00                  | apicurio.value.contentId=x          | true
            id.header   | 00                  | __key_schema_id=x                   | false
            id.header   | 00                  | ''                                  | false
            json.header | 00                  | content-type=application/json;charset=utf-8 | true
            json.header | 00                  | content-type=application/cloudevents+json   | true
            json.header | 00                  | content-type=text/plain             | false
            avro.header | 00                  | content-type=application/avro       | true
            avro.header | 00                  | content-type=application/vnd.apache.avro+avro | true
            avro.header | 00                  | content-type=application/json       | false
            magic0, json | 7b                 | ''                                  | true
            """)
    void asksAConverterOnlyWhereItsConditionsHold(String when, String hex, String header, boolean asked) {
        FallbackConverter converter = converter("it", "converters.it.when", when);
        Headers headers = new RecordHeaders();
        if (!header.isEmpty()) {
            headers.add(header.substring(0, header.indexOf('=')), bytes(header.substring(header.indexOf('=') + 1)));
        }
        byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));

        SchemaAndValue read = converter.toConnectData("orders", headers, data);

        assertThat(read.schema().type()).isEqualTo(asked ? Schema.Type.STRING : Schema.Type.STRUCT);
    }

    @Test
    void triesItsConvertersInOrder() {
        FallbackConverter converter = converter("a,b,c", "converters.a.does", "fail");

        assertThat(converter.toConnectData("orders", bytes("x")))
                .isEqualTo(new SchemaAndValue(Schema.STRING_SCHEMA, "read"));
        assertThat(converter.toConnectData("orders", null)).isEqualTo(SchemaAndValue.NULL);
    }

    @Test
    void passesOnBytesThatNoneCanRead() {
        FallbackConverter converter = converter(
                "avro,json",
                "converters.avro.when",
                "magic0",
                "converters.avro.does",
                "fail",
                "converters.json.type",
                InferringJsonConverter.class.getName());

        SchemaAndValue read = converter.toConnectData("orders", bytes("\0secret"));
        Struct undecodable = (Struct) read.value();

        undecodable.validate();
        assertThat(read.schema().name()).isEqualTo("io.millrace.Undecodable");
        assertThat(read.schema().version()).isEqualTo(1);
        assertThat(read.schema().fields().stream().map(field -> field.name() + " " + field.schema()))
                .containsExactly("bytes Schema{BYTES}", "reason Schema{STRING}", "topic Schema{STRING}");
        assertThat(undecodable.get("bytes")).isEqualTo(ByteBuffer.wrap(bytes("\0secret")));
        assertThat(undecodable.get("topic")).isEqualTo("orders");
        assertThat(undecodable.get("reason"))
                .isEqualTo("avro: DataException of " + Fake.class.getName() + " | json: Cannot read JSON: first bytes"
                        + " 0x0073 (expected JSON in UTF-8), as a schema registry's wire format has them at orders"
                        + " value. Check the producer's serializer.");
    }

    @Test
    void saysThatNoConverterIsMeant() {
        FallbackConverter converter = converter("avro", "converters.avro.when", "magic0");

        assertThat(reason(converter, bytes("secret")))
                .isEqualTo("6 bytes, the first 0x73, for which no converter is meant");
        assertThat(reason(converter, new byte[0])).isEqualTo("0 bytes, for which no converter is meant");
    }

    @Test
    void refusesThemWhereThatIsAsked() {
        FallbackConverter converter = converter("avro", "converters.avro.when", "magic0", "undecodable", "fail");

        assertThatThrownBy(() -> converter.toConnectData("orders", bytes("secret")))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read the record: 6 bytes, the first 0x73, for which no converter is meant at orders"
                        + " value. Correct the producer, add a converter, or set 'undecodable=struct'.");
    }

    @Test
    void goesOnForEveryFaultOfTheData() {
        FallbackConverter converter = converter("a,b", "converters.a.does", "fail");

        for (RuntimeException fault : List.of(
                new DataException("x"),
                new SerializationException("x", new java.io.EOFException()),
                new DataException("x", new SerializationException(new java.io.IOException("x"))),
                new IllegalArgumentException("x"),
                new java.nio.BufferUnderflowException())) {
            Fake.problem = fault;

            assertThat(converter.toConnectData("orders", bytes("x")).value())
                    .as(fault.toString())
                    .isEqualTo("read");
        }
    }

    @Test
    void neverTakesAnOutageForAFaultOfTheData() {
        FallbackConverter converter = converter("a,b", "converters.a.does", "fail");

        for (RuntimeException outage : List.of(
                new RetriableException("x"),
                new DataException("x", new RetriableException("x")),
                new SerializationException("x", new ConnectException("refused")),
                new DataException("x", new SerializationException(new java.net.UnknownHostException("x"))),
                new org.apache.kafka.common.errors.TimeoutException("x"),
                new org.apache.kafka.common.errors.NetworkException("x"),
                new ConfigException("x"),
                new org.apache.kafka.connect.errors.ConnectException("x"),
                new org.apache.kafka.common.errors.InterruptException("x"))) {
            Fake.problem = outage;

            assertThatThrownBy(() -> converter.toConnectData("orders", bytes("x")))
                    .isSameAs(outage);
        }
        Thread.interrupted(); // Kafka's exception sets it
    }

    @Test
    void anErrorPassesThrough() {
        FallbackConverter avro = converter(
                "avro,json",
                "converters.avro.type",
                AvroConverter.class.getName(),
                "converters.avro.schema.registry.url",
                "http://127.0.0.1:1",
                "converters.avro.registry.outage.timeout.ms",
                "0",
                "converters.avro.max.retries",
                "0");

        assertThatThrownBy(() -> avro.toConnectData("orders", new byte[] {0, 0, 0, 0, 1, 2}))
                .isInstanceOf(Error.class);
    }

    @Test
    void writesWithTheFirstOrTheNamedConverter() {
        assertThat(converter("a,b", "converters.b.does", "fail").fromConnectData("t", null, "x"))
                .isEqualTo(bytes("read wrote"));
        assertThat(converter("a,b", "converters.b.does", "fail", "write.converter", "b")
                        .fromConnectData("t", new RecordHeaders(), null, "x"))
                .isEqualTo(bytes("fail wrote"));
    }

    @Test
    void writesBytesThatCouldNotBeReadAsTheyCame() {
        FallbackConverter converter = jsonOnly();
        byte[] garbage = {1, 2, 3};
        SchemaAndValue read = converter.toConnectData("orders", garbage);

        assertThat(converter.fromConnectData("copy", read.schema(), read.value()))
                .isEqualTo(garbage);
    }

    @Test
    void configuresAndClosesEachConverterAsConnectWould() {
        FallbackConverter converter = new FallbackConverter();
        converter.configure(props("a,b", "converters.b.does", "fail", "converters.a.when", "json"), true);
        converter.close();

        assertThat(Fake.SEEN)
                .containsExactly(
                        "configured read key true [converter.type, does]",
                        "configured fail key true [converter.type, does]",
                        "closed read",
                        "closed fail");
        new FallbackConverter().close();
    }

    @Test
    void closesWhatItHasMadeWhenTheNextIsWrong() {
        assertThatThrownBy(() -> converter("a,b", "converters.b.does", "misconfigured"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Configuration of converter b (converters.b.*): Invalid value misconfigured for"
                        + " configuration does: expected something else.");
        assertThat(Fake.SEEN).contains("closed read");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            converters | '' | converters | Configuration converters has no name. Set it to the names of converters, such as avro,json.
            converters | a.b | converters | Invalid value [a.b] for configuration converters: expected different names of letters, digits, - and _, separated by commas.
            converters.a.type | '' | converters.a.type | Configuration converters.a.type is not set. Set it to the class of a converter, such as io.millrace.converters.AvroConverter.
            converters.a.type | no.Such | converters.a.type | Invalid value no.Such for configuration converters.a.type: no such class in the worker or its plugins. Put its plugin into the worker's plugin.path, or correct the name.
            converters.a.type | java.lang.String | converters.a.type | Invalid value java.lang.String for configuration converters.a.type: no converter. Put its plugin into the worker's plugin.path, or correct the name.
            converters.a.when | magic | converters.a.when | Invalid value magic for configuration converters.a.when: expected some of always, magic0, magic1, id.header, json.header, avro.header, json. Omit it for the default, always.
            write.converter | b | write.converter | Invalid value b for configuration write.converter: expected one of a. Omit it for the first.
            undecodable | drop | undecodable | Invalid value drop for configuration undecodable: expected struct or fail. Omit it for the default, struct.
            """)
    void refusesEachBadValueAndLetsTheWorkerSayIt(String key, String value, String at, String message) {
        Map<String, String> props = props("a", key, value);

        assertThatThrownBy(() -> new FallbackConverter().configure(props, false))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
        assertThat(errors(props)).isEqualTo(Map.of(at, List.of(message)));
    }

    @Test
    void letsTheWorkerSayWhatIsWrongWithEachConverter() {
        assertThat(errors(props("a,b", "converters.b.does", "dance")))
                .isEqualTo(Map.of(
                        "converters.b.does",
                        List.of("Invalid value dance for configuration does: String must be one of: , fail, read,"
                                + " misconfigured")));
        assertThat(errors(props("a", "converters.a.type", AvroConverter.class.getName())))
                .containsOnlyKeys("converters.a.schema.registry.url");
        assertThat(errors(props("a"))).isEmpty();
        Map<String, String> kafkas = props("a", "converters.a.type", StringConverter.class.getName());
        assertThat(errors(kafkas)).as("Connect sets its converter.type").isEmpty();
    }

    private static Map<String, List<String>> errors(Map<String, String> props) {
        return new FallbackConverter()
                .config().validate(props).stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(value -> value.name(), value -> value.errorMessages()));
    }

    @Test
    void anythingIsReadOrPassedOn() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        FallbackConverter converter = jsonOnly("converters.json.when", "json");
        for (int i = 0; i < 5_000; i++) {
            byte[] data = new byte[random.nextInt(20)];
            random.nextBytes(data);
            if (data.length > 0 && random.nextBoolean()) {
                data[0] = '{';
            }
            SchemaAndValue read = converter.toConnectData("orders", data);

            if ("io.millrace.Undecodable".equals(read.schema().name())) {
                assertThat(converter.fromConnectData("orders", read.schema(), read.value()))
                        .as("seed %d", seed)
                        .isEqualTo(data);
            }
        }
    }
}
