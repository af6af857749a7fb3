// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** The table of a record, as the sink's settings have it, is told without a database. */
class TableStatementsTest {
    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema VALUE = SchemaBuilder.struct()
            .doc("Orders of the shop")
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final Map<String, String> settings =
            new HashMap<>(Map.of("name", "try", "topics", "shop.orders", "connection.urls", "http://localhost:1"));

    @Test
    void makesTheTableOfARecord() {
        assertThat(new TableStatements().apply(settings, record(VALUE, value())))
                .containsExactly(
                        "CREATE TABLE IF NOT EXISTS `default`.`shop_orders` (`id` Int64, `note` Nullable(String),"
                                + " `_version` UInt128, `_is_deleted` UInt8)"
                                + " ENGINE = ReplacingMergeTree(`_version`, `_is_deleted`) ORDER BY (`id`)"
                                + " COMMENT 'Orders of the shop';");
    }

    @Test
    void heedsTheSettings() {
        settings.put("table.name.format", "sales.${table}");

        assertThat(new TableStatements().apply(settings, record(VALUE, value())))
                .first()
                .asString()
                .startsWith("CREATE TABLE IF NOT EXISTS `sales`.`orders` (");
    }

    @Test
    void makesNothingOfATombstone() {
        assertThat(new TableStatements().apply(settings, record(null, null))).isEmpty();
    }

    private static Struct value() {
        return new Struct(VALUE).put("id", 1L).put("note", "first");
    }

    private static SinkRecord record(Schema schema, Object value) {
        return new SinkRecord("shop.orders", 0, KEY, new Struct(KEY).put("id", 1L), schema, value, 0);
    }
}
