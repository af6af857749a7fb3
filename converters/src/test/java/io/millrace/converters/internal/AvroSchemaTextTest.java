// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** A schema as Avro is told without a registry. */
class AvroSchemaTextTest {
    private static final Schema ORDER = SchemaBuilder.struct()
            .name("shop.Order")
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final Map<String, String> settings = new HashMap<>(Map.of("schema.registry.url", "http://localhost:1"));

    @Test
    void isWhatTheConverterRegisters() {
        assertThat(new AvroSchemaText().apply(settings, ORDER))
                .isEqualTo("{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":["
                        + "{\"name\":\"id\",\"type\":\"long\"},"
                        + "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}],"
                        + "\"connect.name\":\"shop.Order\"}");
    }

    @Test
    void heedsTheSettings() {
        settings.put("connect.meta.data", "false");

        assertThat(new AvroSchemaText().apply(settings, ORDER)).doesNotContain("connect.name");
    }

    @Test
    void refusesWhatTheConverterRefuses() {
        Schema misnamed = SchemaBuilder.struct()
                .name("shop.Order")
                .field("the id", Schema.INT64_SCHEMA)
                .build();

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new AvroSchemaText().apply(settings, misnamed))
                .withMessageStartingWith("Cannot write Avro: ")
                .withMessageContaining("the id");
    }
}
