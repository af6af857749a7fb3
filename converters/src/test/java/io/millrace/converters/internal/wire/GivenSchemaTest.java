// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.avro.ByteInput;
import io.millrace.converters.internal.avro.DataOptions;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** All data of a topic read as those of one schema, whatever each was written with. */
class GivenSchemaTest {
    private static final Schema FIRST = SchemaBuilder.struct()
            .name("shop.Order")
            .field("id", Schema.INT32_SCHEMA)
            .build();
    private static final Schema SECOND = SchemaBuilder.struct()
            .name("shop.Order")
            .field("id", Schema.INT64_SCHEMA)
            .field("lines", SchemaBuilder.int32().defaultValue(1).build())
            .build();

    private final Codec codec = new Codec();
    private final byte[] older = codec.write(FIRST, new Struct(FIRST).put("id", 7));
    private final byte[] newer =
            codec.write(SECOND, new Struct(SECOND).put("id", 8L).put("lines", 3));

    private AvroDecoder readingAs(String schema) {
        return AvroDecoder.resolvingTo(
                Codec.parse(schema), Codec.reading(DataOptions.DEFAULTS), codec.registry, ByteInput::new);
    }

    @Test
    void readsOldAndNewAlike() {
        AvroDecoder decoder = readingAs(codec.newestText());

        SchemaAndValue first = decoder.decode(Codec.TOPIC, null, older);
        SchemaAndValue second = decoder.decode(Codec.TOPIC, null, newer);

        assertThat((Struct) first.value())
                .isEqualTo(new Struct(first.schema()).put("id", 7L).put("lines", 1));
        assertThat((Struct) second.value())
                .isEqualTo(new Struct(first.schema()).put("id", 8L).put("lines", 3));
    }

    @Test
    void asksForEachSchemaOnce() {
        AvroDecoder decoder = readingAs(codec.newestText());
        int before = codec.registry.requests;

        for (int i = 0; i < 10; i++) {
            decoder.decode(Codec.TOPIC, null, older);
            decoder.decode(Codec.TOPIC, null, newer);
        }

        assertThat(codec.registry.requests - before).isEqualTo(2);
    }

    @Test
    void refusesWhatCannotBeReadSo() {
        AvroDecoder decoder = readingAs("{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":["
                + "{\"name\":\"id\",\"type\":\"int\"}]}");

        assertThatThrownBy(() -> decoder.decode(Codec.TOPIC, null, newer))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot read data of schema 2: ")
                .hasMessageContaining("orders value.id");
    }
}
