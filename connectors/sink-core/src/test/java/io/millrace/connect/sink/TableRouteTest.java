// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class TableRouteTest {
    private static TableName table(String format, String topics, SinkRecord record) {
        return new TableRoute("public", format, topics).table(record);
    }

    private static SinkRecord of(String topic, Object value) {
        return new SinkRecord(topic, 0, null, null, null, value, 7);
    }

    private static TableName table(String format, String topic) {
        return table(format, "", of(topic, null));
    }

    @Test
    void putsTopicAndTableIntoTheFormat() {
        assertThat(table("${topic}", "curated.shop.order-items"))
                .isEqualTo(new TableName("public", "curated_shop_order_items"));
        assertThat(table("shop_${table}", "curated.shop.orders")).isEqualTo(new TableName("public", "shop_orders"));
        assertThat(table("device_events", "devices.events")).isEqualTo(new TableName("public", "device_events"));
    }

    @Test
    void letsTheFormatChooseTheSchema() {
        assertThat(table("analytics.${table}", "orders")).isEqualTo(new TableName("analytics", "orders"));
    }

    @Test
    void takesGroupsOfTheTopicPattern() {
        String topics = "curated\\.(.*)\\.(.*)";

        assertThat(table("${1}.${2}", topics, of("curated.shop.orders", null)))
                .isEqualTo(new TableName("shop", "orders"));
        assertThatThrownBy(() -> table("${1}", topics, of("raw.shop.orders", null)))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot choose a table: topic raw.shop.orders (expected one like 'table.name.topics') at"
                        + " raw.shop.orders-0@7. Correct 'table.name.format' or the record.");
        assertThat(new TableRoute("public", "${1}_${3}", topics).missingGroups())
                .containsExactly("${3}");
    }

    @Test
    void sendsRecordsOfOneTopicToManyTables() {
        Schema source = SchemaBuilder.struct()
                .field("schema", Schema.STRING_SCHEMA)
                .field("table", Schema.STRING_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct().field("source", source).build();
        Struct value = new Struct(schema)
                .put("source", new Struct(source).put("schema", "shop").put("table", "order-items"));
        SinkRecord record = of("all", value);
        record.headers().addString("tenant", "acme");

        assertThat(table("${value.source.schema}.${value.source.table}", "", record))
                .isEqualTo(new TableName("shop", "order_items"));
        assertThat(table("${header.tenant}", "", record)).isEqualTo(new TableName("public", "acme"));
        assertThat(table("e_${value.type}", "", of("all", Map.of("type", "a.b"))))
                .as("a dot in the record chooses no schema")
                .isEqualTo(new TableName("public", "e_a_b"));
    }

    @Test
    void refusesARecordThatDoesNotSay() {
        assertThatThrownBy(() -> table("${value.type}", "", of("all", Map.of())))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot choose a table: no value.type (expected text) at all-0@7. Correct"
                        + " 'table.name.format' or the record.");
        assertThatThrownBy(() -> table("${value.type}", "", of("all", Map.of("type", 5))))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot choose a table: Integer in value.type (expected text) at all-0@7. Correct"
                        + " 'table.name.format' or the record.");
    }

    @Test
    void knowsAWrongFormat() {
        assertThat(TableRoute.problem("${topic}_${value.a.b}")).isEmpty();
        for (String wrong : new String[] {"", "${tabel}", "${value.}", "a.", ".b", "x${y"}) {
            assertThat(TableRoute.problem(wrong)).as(wrong).startsWith("expected a name with [${topic}");
        }
    }
}
