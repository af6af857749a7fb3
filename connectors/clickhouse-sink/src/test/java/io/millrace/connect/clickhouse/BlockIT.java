// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.sink.CompactedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks in either format, as a real server stores them. */
class BlockIT {
    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = new Sandbox();
    }

    @AfterAll
    static void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @AfterEach
    void dropTable() {
        sandbox.execute("DROP TABLE IF EXISTS $.t SYNC");
    }

    private static void insert(String type, Schema schema, List<? extends @Nullable Object> values) {
        sandbox.execute("CREATE TABLE $.t (a " + type + ") ENGINE = MergeTree ORDER BY tuple() SETTINGS"
                + " enable_time_time64_type = 1, allow_suspicious_low_cardinality_types = 1");
        Layout layout = Blocks.layout(sandbox.database, type);
        CompactedRows rows = Blocks.rows(layout, schema, values);
        try (Session session = new Session(new ClickHouseSinkConfig(sandbox.config()).connection())) {
            session.insert(layout, rows, "");
        }
    }

    @ParameterizedTest
    @MethodSource("io.millrace.connect.clickhouse.RowBinaryIT#written")
    void storesEveryType(Schema schema, String type, Object value, String shown) {
        insert(type, schema, List.of(value, value));

        assertThat(sandbox.query("SELECT a FROM $.t")).containsExactly(shown, shown);
    }

    @ParameterizedTest
    @MethodSource("io.millrace.connect.clickhouse.RowBinaryIT#written")
    void storesNullsBesideEveryType(Schema schema, String type, Object value, String shown) {
        String nullable = ClickHouseType.parse(type).asNullable();
        boolean hasNulls = ClickHouseType.parse(nullable).isNullable();
        insert(nullable, schema, hasNulls ? Arrays.asList(null, value, null) : List.of(value));

        assertThat(sandbox.query("SELECT a FROM $.t WHERE isNotNull(a)")).containsExactly(shown);
    }

    @Test
    void storesManyRowsAsOnePartInTheirOrder() {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            values.add("x".repeat(i % 300) + i);
        }
        insert("String", Schema.STRING_SCHEMA, values);

        assertThat(sandbox.query("SELECT count(), countIf(a = concat(repeat('x', n % 300), toString(n))) FROM"
                        + " (SELECT a, rowNumberInAllBlocks() AS n FROM $.t) SETTINGS max_threads = 1"))
                .containsExactly("50000|50000");
        assertThat(sandbox.query("SELECT count() FROM system.parts WHERE database = '$' AND table = 't' AND active"))
                .containsExactly("1");
    }
}
