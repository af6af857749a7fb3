// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spark.CuratedTopic;
import io.millrace.spark.LocalSpark;
import io.millrace.testkit.servers.TestServers;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A curated topic, written by the converter to a real broker with a real registry, read by Spark. */
class CuratedReaderIT {
    private static final Schema KEY = SchemaBuilder.struct()
            .name("shop.orders.Key")
            .field("id", Schema.INT64_SCHEMA)
            .build();
    private static final Schema FIRST = order().build();
    private static final Schema SECOND = order().field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("lines", SchemaBuilder.int32().defaultValue(1).build())
            .build();

    private final SparkSession session = LocalSpark.session();
    private final CuratedTopic topic = new CuratedTopic("curated.shop.orders", 1);
    private final CuratedReader reader = new CuratedReader(CuratedTopic.settings());

    private static SchemaBuilder order() {
        return SchemaBuilder.struct()
                .name("shop.orders.Value")
                .field("id", Schema.INT64_SCHEMA)
                .field(
                        "total",
                        Decimal.builder(2)
                                .parameter("connect.decimal.precision", "14")
                                .build())
                .field("placed_at", org.apache.kafka.connect.data.Timestamp.SCHEMA)
                .field("_seq", Schema.STRING_SCHEMA);
    }

    @AfterEach
    void close() {
        topic.close();
    }

    private static Struct key(long id) {
        return new Struct(KEY).put("id", id);
    }

    private static Struct value(Schema schema, long id) {
        return new Struct(schema)
                .put("id", id)
                .put("total", new BigDecimal("12.50"))
                .put("placed_at", Date.from(Instant.parse("2026-03-01T10:20:30.456Z")))
                .put("_seq", "0000000000000000/" + id);
    }

    @Test
    void readsTypedRows() {
        topic.send(key(1), value(FIRST, 1));

        Row row = reader.read(topic.records(session), topic.name())
                .select("key.id", "value.total", "value.placed_at", "value._seq", "error")
                .collectAsList()
                .get(0);

        assertThat(row.getLong(0)).isEqualTo(1);
        assertThat(row.getDecimal(1)).isEqualByComparingTo("12.50");
        assertThat(row.getTimestamp(2)).isEqualTo(Timestamp.from(Instant.parse("2026-03-01T10:20:30.456Z")));
        assertThat(row.getString(3)).isEqualTo("0000000000000000/1");
        assertThat(row.isNullAt(4)).isTrue();
    }

    @Test
    void resolvesOlderRecordsToTheNewestSchema() {
        topic.send(key(1), value(FIRST, 1));
        topic.send(key(2), value(SECOND, 2).put("note", "gift").put("lines", 3));

        List<Row> rows = Curated.values(reader.read(topic.records(session), topic.name()))
                .orderBy("id")
                .select("id", "note", "lines", "_offset")
                .collectAsList();

        assertThat(rows.get(0).isNullAt(1)).isTrue();
        assertThat(rows.get(0).getInt(2)).as("the newest schema's default").isEqualTo(1);
        assertThat(rows.get(1).getString(1)).isEqualTo("gift");
        assertThat(rows.get(1).getInt(2)).isEqualTo(3);
        assertThat(rows.get(1).getLong(3)).isEqualTo(1);
    }

    @Test
    void keepsToAPinnedVersionWhateverComes() {
        topic.send(key(1), value(FIRST, 1));
        topic.send(key(2), value(SECOND, 2).put("lines", 3));

        Dataset<Row> rows = Curated.values(reader.read(
                topic.records(session),
                topic.name(),
                ReadSchema.newest(topic.name() + "-key"),
                ReadSchema.version(topic.name() + "-value", 1)));

        assertThat(rows.columns())
                .containsExactly("_topic", "_partition", "_offset", "_timestamp", "id", "total", "placed_at", "_seq");
        assertThat(rows.count()).isEqualTo(2);
    }

    @Test
    void showsEachRecordsOwnColumnsAsWritten() {
        topic.send(key(1), value(FIRST, 1));
        topic.send(key(2), value(SECOND, 2).put("note", "gift").put("lines", 3));
        topic.send(key(1), null);
        topic.sendRaw("x".getBytes(), "{\"id\":3}".getBytes());

        Dataset<Row> records = reader.readAsWritten(topic.records(session), topic.name());

        List<Row> rows = Curated.keyed(records)
                .orderBy("id")
                .select("_key.id", "note", "lines")
                .collectAsList();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).isNullAt(2))
                .as("a record without the column has no default")
                .isTrue();
        assertThat(rows.get(1).getString(1)).isEqualTo("gift");
        assertThat(Curated.tombstones(records).select("key.id").first().getLong(0))
                .isEqualTo(1);
        assertThat(Curated.quarantine(records).select("error").first().getString(0))
                .isEqualTo("Cannot read Avro: 1 bytes (expected at least 5: a zero byte and a schema id) at "
                        + topic.name() + " key. Check the producer's serializer.");
    }

    @Test
    void neverAsksTheRegistryForWhatCannotBeAnId() {
        topic.send(key(1), value(FIRST, 1));
        byte[] damaged =
                ByteBuffer.allocate(9).put((byte) 0).putInt(-5).putInt(7).array();
        topic.sendRaw(damaged, damaged);

        Dataset<Row> records = reader.readAsWritten(topic.records(session), topic.name());

        assertThat(Curated.values(records).count()).isEqualTo(1);
        assertThat(Curated.quarantine(records).first().<String>getAs("error"))
                .startsWith("Cannot read Avro: schema id -5 (expected at least 0) at ");
    }

    @Test
    void putsBadRecordsApartAndReadsOn() {
        topic.send(key(1), value(FIRST, 1));
        byte[] unknown =
                ByteBuffer.allocate(9).put((byte) 0).putInt(999_999).putInt(7).array();
        topic.sendRaw(unknown, unknown);
        topic.send(key(2), value(FIRST, 2));
        topic.send(key(2), null);

        Dataset<Row> records = reader.read(topic.records(session), topic.name());

        assertThat(Curated.values(records).orderBy("id").select("id").collectAsList())
                .extracting(row -> row.getLong(0))
                .containsExactly(1L, 2L);
        assertThat(Curated.tombstones(records).count()).isEqualTo(1);
        Row bad = Curated.quarantine(records).first();
        assertThat(bad.<Long>getAs("offset")).isEqualTo(1);
        assertThat(bad.<byte[]>getAs("raw_value")).isEqualTo(unknown);
        assertThat(bad.<String>getAs("error")).startsWith("Cannot fetch schema 999999");
    }

    @Test
    void decodesInSql() {
        topic.send(key(1), value(FIRST, 1));
        topic.sendRaw(new byte[] {1}, new byte[] {1});
        session.conf()
                .set(
                        "spark.millrace.converter.schema.registry.url",
                        TestServers.registry().url());
        topic.records(session).createOrReplaceTempView("orders_raw");

        Row row = session.sql("SELECT try_from_curated(value, '%s-value') AS order FROM orders_raw ORDER BY offset"
                        .formatted(topic.name()))
                .select("order.data.id", "order.error")
                .collectAsList()
                .get(0);
        assertThat(row.getLong(0)).isEqualTo(1);

        assertThat(session.sql("SELECT from_curated(value, '%s-value', 1).total FROM orders_raw WHERE offset = 0"
                                .formatted(topic.name()))
                        .first()
                        .getDecimal(0))
                .isEqualByComparingTo("12.50");
        assertThatThrownBy(() -> session.sql(
                                "SELECT from_curated(value, '%s-value') FROM orders_raw".formatted(topic.name()))
                        .collectAsList())
                .rootCause()
                .hasMessage("Cannot read Avro: 1 bytes (expected at least 5: a zero byte and a schema id) at "
                        + topic.name() + " value. Check the producer's serializer.");
    }
}
