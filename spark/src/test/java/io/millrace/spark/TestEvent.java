// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A device event: as a row of what {@code Curated.values} gives, and as a record that a source connector writes. */
record TestEvent(
        String id, String device, String type, Instant occurred, Instant received, String user, String platform) {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    static final Schema SCHEMA = fields().build();

    /** What the schema of events may become: with a field more, here the one that tells the country. */
    static final Schema NEWER_SCHEMA = fields().field(
                    "properties",
                    SchemaBuilder.string()
                            .name("io.debezium.data.Json")
                            .optional()
                            .build())
            .build();

    private static final StructType ROW = new StructType()
            .add("_topic", DataTypes.StringType)
            .add("_partition", DataTypes.IntegerType)
            .add("_offset", DataTypes.LongType)
            .add("event_id", DataTypes.StringType)
            .add("device_id", DataTypes.StringType)
            .add("user_id", DataTypes.StringType)
            .add("type", DataTypes.StringType)
            .add("occurred_at", DataTypes.TimestampType)
            .add("received_at", DataTypes.TimestampType)
            .add("platform", DataTypes.StringType);

    private static SchemaBuilder fields() {
        return SchemaBuilder.struct()
                .name("io.millrace.DeviceEvent")
                .version(1)
                .field("event_id", Schema.STRING_SCHEMA)
                .field("device_id", Schema.STRING_SCHEMA)
                .field("user_id", Schema.OPTIONAL_STRING_SCHEMA)
                .field("type", Schema.STRING_SCHEMA)
                .field("occurred_at", org.apache.kafka.connect.data.Timestamp.SCHEMA)
                .field("received_at", org.apache.kafka.connect.data.Timestamp.SCHEMA)
                .field("platform", Schema.OPTIONAL_STRING_SCHEMA);
    }

    /** Event {@code id} of {@code device}, so many minutes and seconds after ten o'clock ({@code 4:30}), received then. */
    static TestEvent event(String id, String device, String type, String time) {
        Instant at = at(time);
        return new TestEvent(id, device, type, at, at, null, "ios");
    }

    static Instant at(String time) {
        String[] parts = time.split(":", -1);
        return START.plus(Duration.ofMinutes(Long.parseLong(parts[0]))).plusSeconds(Long.parseLong(parts[1]));
    }

    TestEvent received(String time) {
        return new TestEvent(id, device, type, occurred, at(time), user, platform);
    }

    TestEvent by(String userId) {
        return new TestEvent(id, device, type, occurred, received, userId, platform);
    }

    TestEvent on(String name) {
        return new TestEvent(id, device, type, occurred, received, user, name);
    }

    Struct record(Schema schema) {
        Struct record = new Struct(schema)
                .put("event_id", id)
                .put("device_id", device)
                .put("user_id", user)
                .put("type", type)
                .put("occurred_at", java.util.Date.from(occurred))
                .put("received_at", java.util.Date.from(received))
                .put("platform", platform);
        return schema == NEWER_SCHEMA ? record.put("properties", "{\"country\":\"SE\"}") : record;
    }

    static Dataset<Row> events(SparkSession session, List<TestEvent> events) {
        return DeviceEvents.of(values(session, events, 0), "$.country");
    }

    /** {@code firstOffset} for events that follow others in their topic. */
    static Dataset<Row> values(SparkSession session, List<TestEvent> events, int firstOffset) {
        List<Row> rows = new ArrayList<>();
        for (TestEvent event : events) {
            rows.add(RowFactory.create(
                    "events",
                    0,
                    (long) firstOffset + rows.size(),
                    event.id,
                    event.device,
                    event.user,
                    event.type,
                    Timestamp.from(event.occurred),
                    Timestamp.from(event.received),
                    event.platform));
        }
        return session.createDataFrame(rows, ROW);
    }

    static StructType schema() {
        return ROW;
    }
}
