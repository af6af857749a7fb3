// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.spark.curated.CuratedReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A shop whose customers place orders from their devices: a topic of orders, one of customers, and one of device events. */
final class ShopTopics implements AutoCloseable {
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final int CUSTOMERS = 8;
    private static final Schema ID =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema DEVICE =
            SchemaBuilder.struct().field("device_id", Schema.STRING_SCHEMA).build();
    private static final Schema CUSTOMER = change("shop.customers.Value")
            .field("user", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema ORDER = change("shop.orders.Value")
            .field("customer_id", Schema.INT64_SCHEMA)
            .field("status", Schema.STRING_SCHEMA)
            .field("currency", Schema.STRING_SCHEMA)
            .field(
                    "total",
                    Decimal.builder(2)
                            .parameter("connect.decimal.precision", "14")
                            .build())
            .field("placed_at", Timestamp.SCHEMA)
            .build();
    private static final Schema EVENT = SchemaBuilder.struct()
            .name("io.millrace.DeviceEvent")
            .field("event_id", Schema.STRING_SCHEMA)
            .field("device_id", Schema.STRING_SCHEMA)
            .field("user_id", Schema.OPTIONAL_STRING_SCHEMA)
            .field("sequence", Schema.OPTIONAL_INT64_SCHEMA)
            .field("occurred_at", Timestamp.SCHEMA)
            .field("platform", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final CuratedTopic orders = new CuratedTopic("curated.shop.orders", 2);
    private final CuratedTopic customers = new CuratedTopic("curated.shop.customers", 1);
    private final CuratedTopic events = new CuratedTopic("devices.events", 2);
    private final Map<Long, Struct> placed = new TreeMap<>();
    private int seq;
    private long count;

    private static SchemaBuilder change(String name) {
        return SchemaBuilder.struct()
                .name(name)
                .field("id", Schema.INT64_SCHEMA)
                .field("_deleted", Schema.BOOLEAN_SCHEMA)
                .field("_seq", Schema.STRING_SCHEMA);
    }

    List<String> arguments() {
        return List.of(
                "--topics",
                String.join(",", orders.name(), customers.name(), events.name()),
                "--orders",
                orders.name(),
                "--customers",
                customers.name(),
                "--table",
                orders.name() + "=orders",
                "--table",
                customers.name() + "=customers",
                "--table",
                events.name() + "=events",
                "--customer-user",
                "user");
    }

    /** Changes of all kinds, among them orders that get another day, users that get another customer, and late events. */
    void random(Random random, int size) {
        for (int i = 0; i < size; i++) {
            int roll = random.nextInt(20);
            if (roll < 10) {
                event(random);
            } else if (roll < 15 || placed.isEmpty()) {
                order(++count, random);
            } else if (roll < 19) {
                Object[] ids = placed.keySet().toArray();
                long id = (Long) ids[random.nextInt(ids.length)];
                if (roll == 15) {
                    delete(id);
                } else {
                    order(id, random);
                }
            } else {
                customer(random);
            }
        }
        flush();
    }

    private static Date time(Random random) {
        return Date.from(BEGIN.plus(Duration.ofSeconds(random.nextInt(4 * 24 * 60 * 60))));
    }

    private void order(long id, Random random) {
        Struct order = new Struct(ORDER)
                .put("id", id)
                .put("_deleted", false)
                .put("_seq", OrdersTopic.seq(++seq))
                .put("customer_id", (long) random.nextInt(CUSTOMERS))
                .put("status", random.nextBoolean() ? "paid" : "returned")
                .put("currency", random.nextBoolean() ? "EUR" : "USD")
                .put("total", BigDecimal.valueOf(random.nextInt(100_000), 2))
                .put("placed_at", time(random));
        placed.put(id, order);
        orders.send(new Struct(ID).put("id", id), order);
    }

    private void delete(long id) {
        Struct key = new Struct(ID).put("id", id);
        orders.send(key, placed.remove(id).put("_deleted", true).put("_seq", OrdersTopic.seq(++seq)));
        orders.send(key, null);
    }

    private void customer(Random random) {
        long id = random.nextInt(CUSTOMERS);
        customers.send(
                new Struct(ID).put("id", id),
                new Struct(CUSTOMER)
                        .put("id", id)
                        .put("_deleted", random.nextInt(6) == 0)
                        .put("_seq", OrdersTopic.seq(++seq))
                        .put("user", "u" + random.nextInt(CUSTOMERS)));
    }

    private void event(Random random) {
        int device = random.nextInt(5);
        Struct event = new Struct(EVENT)
                .put("event_id", "e" + ++count)
                .put("device_id", "d" + device)
                .put("user_id", random.nextInt(4) == 0 ? null : "u" + random.nextInt(CUSTOMERS))
                .put("sequence", count)
                .put("occurred_at", time(random))
                .put("platform", List.of("ios", "android", "windows").get(device % 3));
        Struct key = new Struct(DEVICE).put("device_id", "d" + device);
        for (int times = random.nextInt(5) == 0 ? 2 : 1; times > 0; times--) {
            events.send(key, event);
        }
    }

    private void flush() {
        orders.flush();
        customers.flush();
        events.flush();
    }

    /** What one computation over the whole topics gives. */
    Dataset<Row> figures(OrderOptions columns) {
        OrderFigures figures = new OrderFigures(columns);
        Dataset<Row> all = asWritten(events);
        return figures.of(
                figures.placed(rows(orders), Optional.of(rows(customers))),
                OrderTables.eventsOf(all).dropDuplicates("event_id"));
    }

    private static Dataset<Row> rows(CuratedTopic topic) {
        return Changes.latest(ChangeRecords.of(asWritten(topic)).changes())
                .filter("NOT deleted")
                .select("row.*");
    }

    private static Dataset<Row> asWritten(CuratedTopic topic) {
        return new CuratedReader(CuratedTopic.settings())
                .readAsWritten(topic.records(LocalSpark.session()), topic.name());
    }

    @Override
    public void close() {
        orders.close();
        customers.close();
        events.close();
    }
}
