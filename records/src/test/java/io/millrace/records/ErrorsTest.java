// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    private static final Schema USER = SchemaBuilder.struct()
            .name("shop.User")
            .version(3)
            .field("id", Schema.INT64_SCHEMA)
            .field("mail", Schema.STRING_SCHEMA)
            .build();

    @Test
    void saysWhatWasFoundWhereAndWhatToDo() {
        SinkRecord record = new SinkRecord("orders", 2, null, null, USER, "text", 1841);

        assertThat(Errors.at(
                        record, Side.VALUE, "keep [email]", "not in " + Errors.describe(USER), "Correct 'fields'."))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot keep [email]: not in shop.User v3 (fields: id, mail) at orders-2@1841 value."
                        + " Correct 'fields'.");
    }

    @Test
    void namesTheTopicAsFirstConsumedWhenATransformRenamedIt() {
        SinkRecord renamed = new SinkRecord("orders", 2, null, null, USER, "text", 1841)
                .newRecord("renamed", 7, null, null, USER, "text", null);

        assertThat(Errors.where(renamed)).isEqualTo("orders-2@1841");
    }

    @Test
    void namesSourcePartitionAndOffsetOfASourceRecord() {
        SourceRecord record =
                new SourceRecord(Map.of("server", "shop"), Map.of("pos", 4), "orders", Schema.STRING_SCHEMA, "x");

        assertThat(Errors.where(record)).isEqualTo("orders from {server=shop} at {pos=4}");
    }

    @Test
    void describesSchemasWithoutANameByTheirType() {
        assertThat(Errors.describe(Schema.INT64_SCHEMA)).isEqualTo("int64");
        assertThat(Errors.describe(null)).isEqualTo("no schema");
    }
}
