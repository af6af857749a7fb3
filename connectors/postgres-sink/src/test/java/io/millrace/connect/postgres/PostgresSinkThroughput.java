// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How many rows a second one task writes: ten columns and a bigint key, one connection, records made beforehand. A
 * program, not a test: run {@code main} in a JVM of its own.
 */
final class PostgresSinkThroughput {
    private static final int ROWS = Integer.getInteger("rows", 300_000);
    private static final Schema VALUE = SchemaBuilder.struct()
            .field("name", Schema.STRING_SCHEMA)
            .field("email", Schema.OPTIONAL_STRING_SCHEMA)
            .field("city", Schema.OPTIONAL_STRING_SCHEMA)
            .field("age", Schema.INT32_SCHEMA)
            .field("visits", Schema.INT64_SCHEMA)
            .field("score", Schema.FLOAT64_SCHEMA)
            .field("active", Schema.BOOLEAN_SCHEMA)
            .field("balance", Decimal.schema(2))
            .field("created_at", Timestamp.SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private PostgresSinkThroughput() {}

    public static void main(String[] args) throws SQLException {
        for (int size : new int[] {500, 10_000}) {
            try (Sandbox sandbox = new Sandbox()) {
                measure("append", size, sandbox, sandbox.config("write.mode", "insert", "key.mode", "none"), false);
            }
            try (Sandbox sandbox = new Sandbox()) {
                measure("upsert, all new", size, sandbox, sandbox.config(), false);
                measure("upsert, all existing", size, sandbox, sandbox.config(), true);
            }
        }
    }

    private static void measure(
            String what, int size, Sandbox sandbox, java.util.Map<String, String> config, boolean existing)
            throws SQLException {
        Random random = new Random(7);
        PostgresSinkTask task = sandbox.task("t", config);
        long first = existing ? ROWS : 0;
        long nanos = 0;
        for (int from = 0; from < ROWS; from += size) {
            List<SinkRecord> records = new ArrayList<>();
            for (int i = from; i < Math.min(ROWS, from + size); i++) {
                long id = existing ? random.nextInt(ROWS) : i;
                records.add(Sandbox.record("t", first + i, Sandbox.key(id), value(random, i)));
            }
            long start = System.nanoTime();
            task.put(records);
            nanos += System.nanoTime() - start;
        }
        task.stop();
        System.out.printf(Locale.ROOT, "%-22s %6d records a put: %,9.0f records/s%n", what, size, ROWS / (nanos / 1e9));
    }

    private static Struct value(Random random, int i) {
        return new Struct(VALUE)
                .put("name", "name " + i)
                .put("email", "user" + i + "@example.com")
                .put("city", i % 3 == 0 ? null : "city " + random.nextInt(1_000))
                .put("age", random.nextInt(100))
                .put("visits", random.nextLong())
                .put("score", random.nextDouble())
                .put("active", i % 2 == 0)
                .put("balance", BigDecimal.valueOf(random.nextInt(1_000_000), 2))
                .put("created_at", Date.from(Instant.ofEpochMilli(1_700_000_000_000L + i)))
                .put("note", i % 5 == 0 ? "a longer note about row " + i : null);
    }
}
