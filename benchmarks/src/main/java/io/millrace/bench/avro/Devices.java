// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Reports of devices. Every instance has schemas of its own. */
@SuppressWarnings("JavaUtilDate") // Connect's logical types are made of it
final class Devices {
    private static final long FIRST_MS = 1_795_340_873_123L;
    private static final long DAY_MS = 86_400_000L;
    private static final int READINGS = 4;

    private final Schema location = SchemaBuilder.struct()
            .name("telemetry.Location")
            .optional()
            .field("latitude", Schema.FLOAT64_SCHEMA)
            .field("longitude", Schema.FLOAT64_SCHEMA)
            .field("altitude", Schema.OPTIONAL_FLOAT32_SCHEMA)
            .build();
    private final Schema reading = SchemaBuilder.struct()
            .name("telemetry.Reading")
            .field("sensor", Schema.STRING_SCHEMA)
            .field("value", Schema.FLOAT64_SCHEMA)
            .field("unit", Schema.OPTIONAL_STRING_SCHEMA)
            .field("quality", Schema.INT32_SCHEMA)
            .build();
    private final Schema event = SchemaBuilder.struct()
            .name("telemetry.Event")
            .field("device", Schema.STRING_SCHEMA)
            .field("sequence", Schema.INT64_SCHEMA)
            .field("taken", Timestamp.SCHEMA)
            .field("installed", org.apache.kafka.connect.data.Date.SCHEMA)
            .field("local_time", Time.SCHEMA)
            .field("online", Schema.BOOLEAN_SCHEMA)
            .field("battery", Schema.FLOAT32_SCHEMA)
            .field("location", location)
            .field("readings", SchemaBuilder.array(reading).build())
            .field(
                    "tags",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                            .build())
            .field("alarm", Schema.OPTIONAL_STRING_SCHEMA)
            .field("raw", Schema.BYTES_SCHEMA)
            .build();

    Struct event(int number) {
        return new Struct(event)
                .put("device", "sensor-hall-3-" + number)
                .put("sequence", 7_000_000_000L + number)
                .put("taken", new Date(FIRST_MS + number * 977L))
                .put("installed", new Date((20_000L + number) * DAY_MS))
                .put("local_time", new Date(number * 60_000L))
                .put("online", number % 3 != 0)
                .put("battery", 3.5f + number)
                .put("location", number % 8 == 0 ? null : place(number))
                .put("readings", readings(number))
                .put("tags", tags(number))
                .put("alarm", number % 16 == 0 ? "Battery schwach, bitte prüfen" : null)
                .put("raw", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, (byte) number});
    }

    private Struct place(int number) {
        return new Struct(location)
                .put("latitude", 48.13 + number / 100.0)
                .put("longitude", 11.57 - number / 100.0)
                .put("altitude", number % 2 == 0 ? 519f : null);
    }

    private List<Struct> readings(int number) {
        List<Struct> readings = new ArrayList<>();
        for (int i = 0; i < READINGS; i++) {
            readings.add(new Struct(reading)
                    .put("sensor", "temperature-" + i)
                    .put("value", 20.5 + number / 8.0 + i)
                    .put("unit", i % 2 == 0 ? "°C" : "degC")
                    .put("quality", 100 - i));
        }
        return readings;
    }

    private static Map<String, String> tags(int number) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("site", "munich");
        tags.put("line", "L" + number % 4);
        tags.put("firmware", "2.14.0");
        return tags;
    }
}
