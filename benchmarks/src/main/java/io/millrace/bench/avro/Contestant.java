// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import io.millrace.bench.Names;
import io.millrace.converters.AvroConverter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.Converter;

/** Who takes part, and how each is configured. */
enum Contestant {
    MILLRACE,
    /** The same in a JVM in which structs are filled through {@code Struct.put}. */
    MILLRACE_PUBLIC_API,
    /** Apicurio's converter, with Confluent's wire format. */
    APICURIO,
    /** Kafka's JsonConverter without schemas in the records. */
    JSON,
    /** Kafka's JsonConverter with a schema in every record. */
    JSON_SCHEMAS,
    /** Structs turned into Avro's generic records, and Avro's own reader and writer of those. */
    GENERIC_AVRO,
    /** Calls of Avro's encoder and decoder written by hand for these records. */
    FLOOR;

    static final List<Contestant> IN_ONE_JVM =
            Arrays.stream(values()).filter(each -> each != MILLRACE_PUBLIC_API).toList();

    /** As it stands in tables: {@code generic-avro}. */
    String text() {
        return Names.text(this);
    }

    /** Whether its bytes, after the five in front, are those of Avro's binary encoding of the same values. */
    boolean isAvro() {
        return this != JSON && this != JSON_SCHEMAS && this != APICURIO;
    }

    /** Whether it writes a field's default in place of null. */
    boolean replacesNull() {
        return this == APICURIO;
    }

    /** A new, configured converter of values. */
    Converter converter(Shape shape, Schema avro, StubRegistry registry) {
        return switch (this) {
            case MILLRACE, MILLRACE_PUBLIC_API -> millrace(registry);
            case APICURIO ->
                configured(
                        new io.apicurio.registry.utils.converter.AvroConverter<>(),
                        Map.of(
                                "apicurio.registry.url", registry.url() + StubRegistry.APICURIO,
                                "apicurio.registry.auto-register", "true",
                                "apicurio.registry.as-confluent", "true"));
            case JSON -> json("false");
            case JSON_SCHEMAS -> json("true");
            case GENERIC_AVRO -> new GenericAvro(shape.records(1).get(0).schema(), avro);
            case FLOOR -> Floor.of(shape);
        };
    }

    static Converter millrace(StubRegistry registry) {
        return configured(new AvroConverter(), Map.of("schema.registry.url", registry.url()));
    }

    private static Converter json(String schemas) {
        return configured(
                new JsonConverter(),
                Map.of("schemas.enable", schemas, "decimal.format", "NUMERIC", "replace.null.with.default", "false"));
    }

    private static Converter configured(Converter converter, Map<String, String> props) {
        converter.configure(props, false);
        return converter;
    }
}
