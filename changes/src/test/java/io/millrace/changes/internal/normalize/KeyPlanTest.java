// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class KeyPlanTest {
    @Test
    void leavesStructsOfAKeyAsRequiredAsTheyWere() {
        Schema decimal = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .version(1)
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Schema date =
                SchemaBuilder.int32().name("io.debezium.time.Date").version(1).build();
        Schema schema =
                SchemaBuilder.struct().field("n", decimal).field("d", date).build();
        Struct number = new Struct(decimal).put("scale", 0).put("value", new byte[] {1});
        Struct both = new Struct(schema).put("n", number).put("d", 0);
        SourceRecord record = new SourceRecord(Map.of(), Map.of(), "t", 0, schema, both, null, null);

        KeyPlan plan = KeyPlan.compile(schema, new NormalizeConfig(Map.of("types.temporal", "iso")));
        Struct key = (Struct) plan.apply(record);

        key.validate();
        assertThat(key.getString("d")).isEqualTo("1970-01-01");
        assertThat(key.get("n")).isEqualTo(number);
    }
}
