// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferringJsonConverterTest {
    private static InferringJsonConverter converter(String... keysAndValues) {
        Map<String, String> props = new HashMap<>(Map.of("converter.type", "value"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            props.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        InferringJsonConverter converter = new InferringJsonConverter();
        converter.configure(props, false);
        return converter;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void isFoundByConnect() {
        assertThat(ServiceLoader.load(Converter.class).stream().map(ServiceLoader.Provider::type))
                .contains(InferringJsonConverter.class);
        assertThat(new InferringJsonConverter().version()).isNotBlank();
    }

    @Test
    void readsAndWrites() {
        InferringJsonConverter converter = converter("schemas.enable", "false");

        Struct read =
                (Struct) converter.toConnectData("orders", utf8("{\"id\": 1}")).value();
        assertThat(converter.fromConnectData("orders", read.schema(), read)).isEqualTo(utf8("{\"id\":1}"));
    }

    @Test
    void namesTheKey() {
        InferringJsonConverter converter = new InferringJsonConverter();
        converter.configure(Map.of(), true);

        assertThatThrownBy(() -> converter.toConnectData("orders", utf8("{")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(" at orders key. ");
    }

    @Test
    void takesEveryOption() {
        InferringJsonConverter strict = converter("type.conflicts", "fail");
        strict.toConnectData("t", utf8("{\"a\": 1}"));
        assertThatThrownBy(() -> strict.toConnectData("t", utf8("{\"a\": \"x\"}")))
                .isInstanceOf(DataException.class);
        assertThat(schema("{\"a\": 123456789012345678901}", "wide.numbers", "decimal")
                        .name())
                .isEqualTo("org.apache.kafka.connect.data.Decimal");
        assertThat(schema("{\"a\": []}", "empty.values", "json").name()).isEqualTo("io.debezium.data.Json");
        assertThat(schema("{\"a\": \"2026-03-01T12:00:00Z\"}", "timestamp.detection", "timestamp")
                        .name())
                .isEqualTo("org.apache.kafka.connect.data.Timestamp");
        assertThat(schema("{\"a\": {\"b\": 1, \"c\": 1}}", "object.max.fields", "1", "wide.objects", "map")
                        .type())
                .isEqualTo(Schema.Type.MAP);
        assertThat(schema("{\"a\": [[1]]}", "schema.max.depth", "1").name()).isEqualTo("io.debezium.data.Json");
        assertThatThrownBy(() -> schema("{\"a\": 1, \"b\": 2}", "schema.max.fields", "1"))
                .hasMessageContaining("expected at most 1");
        assertThatThrownBy(() -> schema("{\"a\": 1}", "max.bytes", "7")).hasMessageContaining("expected at most 7");
        assertThat(schema(
                        "{\"a\": 1, \"b\": 2}",
                        "schema.content",
                        "{\"type\": \"struct\", \"fields\": [{\"field\": \"a\", \"type\": \"int8\"}]}",
                        "unknown.fields",
                        "drop"))
                .isEqualTo(Schema.INT8_SCHEMA);
        assertThat(converter("decimal.format", "text", "time.format", "number")
                        .fromConnectData("t", null, List.of(new BigDecimal("1.0"), new Date(5))))
                .isEqualTo(utf8("[\"1.0\",5]"));
    }

    private static Schema schema(String json, String... options) {
        return converter(options)
                .toConnectData("t", utf8(json))
                .schema()
                .field("a")
                .schema();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type.conflicts | no | Invalid value no for configuration type.conflicts: expected string or fail. Omit it for the default, string.
            wide.numbers | no | Invalid value no for configuration wide.numbers: expected string, decimal or fail. Omit it for the default, string.
            wide.objects | no | Invalid value no for configuration wide.objects: expected json or map. Omit it for the default, json.
            empty.values | no | Invalid value no for configuration empty.values: expected omit or json. Omit it for the default, omit.
            timestamp.detection | no | Invalid value no for configuration timestamp.detection: expected none, timestamp or zoned.timestamp. Omit it for the default, none.
            object.max.fields | 0 | Invalid value 0 for configuration object.max.fields: expected 1 to 100000. Omit it for the default, 200.
            schema.max.fields | 0 | Invalid value 0 for configuration schema.max.fields: expected 1 to 100000. Omit it for the default, 2000.
            schema.max.depth | 101 | Invalid value 101 for configuration schema.max.depth: expected 1 to 100. Omit it for the default, 16.
            max.bytes | 0 | Invalid value 0 for configuration max.bytes: expected 1 to 2147483647. Omit it for the default, 16777216.
            unknown.fields | keep | Invalid value keep for configuration unknown.fields: expected fail or drop. Omit it for the default, fail.
            decimal.format | BASE64 | Invalid value BASE64 for configuration decimal.format: expected number or text. Omit it for the default, number.
            time.format | no | Invalid value no for configuration time.format: expected iso or number. Omit it for the default, iso.
            schemas.enable | true | Invalid value true for configuration schemas.enable: not supported by InferringJsonConverter. For JSON that carries its schema, use Kafka's JsonConverter.
            schema.content | {"type": "int"} | Configuration schema.content is no schema: found type int (expected boolean, int8, int16, int32, int64, float, double, bytes, string, array, map or struct). Set it to a Connect schema as JSON, or omit it to infer schemas.
            schema.content | {"type": "struct", "fields": [{"field": "a"}]} | Configuration schema.content.a is no schema: found a schema without 'type'. Set it to a Connect schema as JSON, or omit it to infer schemas.
            """)
    void refusesEachBadValueAndLetsTheWorkerSayIt(String key, String value, String message) {
        assertThatThrownBy(() -> converter(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
        assertThat(new InferringJsonConverter()
                        .config().validate(Map.of(key, value)).stream()
                                .filter(each -> each.name().equals(key))
                                .map(ConfigValue::errorMessages)
                                .collect(Collectors.toList()))
                .containsExactly(List.of(message));
    }
}
