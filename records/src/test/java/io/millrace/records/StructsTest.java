// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class StructsTest {
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field(
                    "note",
                    SchemaBuilder.string().optional().defaultValue("none").build())
            .build();

    @Test
    void fillsStructsDirectlyOnTheKafkaVersionWeCompileAgainst() {
        assertThat(Structs.direct()).isTrue();
    }

    @Test
    void setEqualsPut() {
        Struct filled = new Struct(SCHEMA);

        Structs.set(filled, SCHEMA.field("id"), 5L);
        Structs.set(filled, SCHEMA.field("note"), "x");

        assertThat(filled).isEqualTo(new Struct(SCHEMA).put("id", 5L).put("note", "x"));
    }

    @Test
    void getNeverPutsADefaultInPlaceOfNull() {
        Struct struct = new Struct(SCHEMA).put("id", 5L).put("note", null);

        assertThat(Structs.get(struct, SCHEMA.field("note"))).isNull();
        assertThat(struct.get("note")).isEqualTo("none");
    }
}
