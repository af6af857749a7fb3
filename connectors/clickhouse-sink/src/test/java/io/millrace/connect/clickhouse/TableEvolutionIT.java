// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.records.SemanticType;
import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables with rows in them whose records change, or that are changed while a task writes to them. */
@NeedsClickHouse
@Timeout(120)
class TableEvolutionIT {
    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static SinkRecord of(long offset, Schema v, @Nullable Object value) {
        Schema row = SchemaBuilder.struct().field("v", v).build();
        return Sandbox.record("t", offset, Sandbox.key(offset), new Struct(row).put("v", value));
    }

    /** A table as the sink would have made it for another schema, with one row in it. */
    private void createTable(String type, String value) {
        sandbox.execute("CREATE TABLE $.t (id Int64, v " + type + ", _version UInt128, _is_deleted UInt8) ENGINE ="
                + " ReplacingMergeTree(_version, _is_deleted) ORDER BY id");
        sandbox.execute("INSERT INTO $.t (id, v) VALUES (-1, " + value + ")");
    }

    private void write(List<SinkRecord> records, String... config) {
        DrivenTask task = sandbox.task("t", sandbox.config(config));
        try {
            task.put(records);
        } finally {
            task.stop();
        }
    }

    private String type(String column) {
        return String.join(
                ",",
                sandbox.query("SELECT type FROM system.columns WHERE database = '$' AND table = 't' AND name = '"
                        + column + "'"));
    }

    static Stream<Arguments> widenings() {
        Schema wide = Samples.decimal(20, 4);
        Schema words = SchemaBuilder.string()
                .name(SemanticType.ENUM.schemaName())
                .parameter("allowed", "b,a,c")
                .build();
        return Stream.of(
                Arguments.of("Int8", "-7", Schema.INT32_SCHEMA, Integer.MIN_VALUE, "Int32", "-2147483648"),
                Arguments.of("Int32", "7", Schema.INT64_SCHEMA, Long.MAX_VALUE, "Int64", "9223372036854775807"),
                Arguments.of("UInt16", "65535", Schema.INT64_SCHEMA, -1L, "Int64", "-1"),
                Arguments.of("Float32", "0.5", Schema.FLOAT64_SCHEMA, 1e300, "Float64", "1e300"),
                Arguments.of(
                        "Decimal(9, 2)",
                        "1.5",
                        wide,
                        new BigDecimal("1234567890123456.7891"),
                        "Decimal(20, 4)",
                        "1234567890123456.7891"),
                Arguments.of("Enum8('a' = 1, 'b' = 5)", "'b'", words, "c", "Enum8('a' = 1, 'b' = 5, 'c' = 6)", "c"),
                Arguments.of("FixedString(3)", "'abc'", Schema.STRING_SCHEMA, "longer", "String", "longer"),
                Arguments.of(
                        "Nullable(DateTime64(3, 'UTC'))",
                        "'2026-01-02 03:04:05.678'",
                        Samples.sample(SemanticType.ZONED_TIMESTAMP),
                        "2026-01-02T03:04:05.678901Z",
                        "Nullable(DateTime64(6, 'UTC'))",
                        "2026-01-02 03:04:05.678901"),
                Arguments.of(
                        "Array(Int32)",
                        "[7]",
                        SchemaBuilder.array(Schema.INT64_SCHEMA).build(),
                        List.of(1L << 40),
                        "Array(Int64)",
                        "[1099511627776]"));
    }

    @ParameterizedTest
    @MethodSource("widenings")
    void widensColumnsAndKeepsWhatIsInThem(
            String column, String old, Schema schema, Object value, String wider, String text) {
        createTable(column, old);
        String before = String.join(
                "", sandbox.query("SELECT toString(CAST(v, '" + wider.replace("'", "\\'") + "')) FROM $.t"));

        write(List.of(of(0, schema, value)));

        assertThat(sandbox.reported).isEmpty();
        assertThat(type("v")).isEqualTo(wider);
        assertThat(sandbox.query("SELECT toString(v) FROM $.t FINAL ORDER BY id"))
                .containsExactly(before, text);
    }

    @Test
    void addsColumnsInMidBatchAndLetsThemTakeNulls() {
        createTable("String", "'old'");
        Schema more = SchemaBuilder.struct()
                .field("v", Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        "tags",
                        SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
                .field("amount", Schema.INT32_SCHEMA)
                .build();
        Struct value = new Struct(more).put("tags", List.of("x")).put("amount", 7);

        write(List.of(
                of(0, Schema.STRING_SCHEMA, "before"),
                Sandbox.record("t", 1, Sandbox.key(1), value),
                of(2, Schema.STRING_SCHEMA, "after")));

        assertThat(sandbox.reported).isEmpty();
        assertThat(List.of(type("v"), type("tags"), type("amount")))
                .containsExactly("Nullable(String)", "Array(String)", "Int32");
        assertThat(sandbox.query("SELECT id, v, tags, amount FROM $.t FINAL ORDER BY id"))
                .containsExactly("-1|old|[]|0", "0|before|[]|0", "1|~|['x']|7", "2|after|[]|0");
    }

    @Test
    void changesNothingThatItMayNot() {
        createTable("Int8", "1");

        write(
                List.of(of(0, Schema.INT32_SCHEMA, 7), of(1, Schema.INT32_SCHEMA, 1_000)),
                "evolve.widen",
                "false",
                "evolve.relax",
                "false");
        write(
                List.of(of(2, Schema.OPTIONAL_INT8_SCHEMA, null), of(3, Schema.OPTIONAL_INT8_SCHEMA, (byte) 3)),
                "evolve.relax",
                "false");

        assertThat(type("v")).isEqualTo("Int8");
        assertThat(sandbox.query("SELECT id, v FROM $.t FINAL ORDER BY id")).containsExactly("-1|1", "0|7", "3|3");
        assertThat(sandbox.reported)
                .containsExactly(
                        "Cannot write column " + sandbox.database + ".t.v: a number beyond the column's range at t-0@1"
                                + " value.v. Alter the column to a wider type.",
                        "Cannot write column " + sandbox.database + ".t.v: null (expected a value: the column is not"
                                + " Nullable) at t-0@2 value.v. Alter the column to a Nullable type, or give it a value"
                                + " with a transform.");
        Schema other = SchemaBuilder.struct().field("w", Schema.STRING_SCHEMA).build();
        assertThatThrownBy(() -> write(
                        List.of(Sandbox.record("t", 4, Sandbox.key(4), new Struct(other).put("w", "x"))),
                        "auto.evolve",
                        "false"))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot write to table " + sandbox.database
                        + ".t: no column for field(s) w, and 'auto.evolve' is false. Run: ALTER TABLE `"
                        + sandbox.database + "`.`t` ADD COLUMN IF NOT EXISTS `w` String;");
    }

    @Test
    void stopsAtAnIncompatibleFieldWithTheStatementToRun() {
        createTable("Int32", "7");

        assertThatThrownBy(() -> write(List.of(of(0, Schema.STRING_SCHEMA, "x"))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot write string field v to column " + sandbox.database
                        + ".t.v: found type Int32 (expected String). Run: ALTER TABLE `" + sandbox.database
                        + "`.`t` MODIFY COLUMN `v` String; or convert the field with a transform.");
    }

    @Test
    void sendsRecordsWithAnIncompatibleFieldToTheDeadLetterQueue() {
        createTable("Nullable(Int32)", "7");

        write(
                List.of(
                        of(0, Schema.OPTIONAL_STRING_SCHEMA, "x"),
                        of(1, Schema.OPTIONAL_STRING_SCHEMA, null),
                        of(2, Schema.INT32_SCHEMA, 8)),
                "incompatible.mode",
                "quarantine");

        assertThat(sandbox.query("SELECT id, v FROM $.t FINAL ORDER BY id")).containsExactly("-1|7", "1|~", "2|8");
        assertThat(sandbox.reported)
                .containsExactly("Cannot write column " + sandbox.database
                        + ".t.v: a string field v, which type Nullable(Int32) cannot hold at t-0@0 value.v. Alter the"
                        + " column, or convert the field with a transform.");
    }

    @Test
    void putsAnIncompatibleFieldIntoAColumnOfItsOwn() {
        createTable("Int32", "7");

        write(
                List.of(
                        of(0, Schema.STRING_SCHEMA, "x"),
                        of(1, Schema.INT32_SCHEMA, 8),
                        of(2, Schema.STRING_SCHEMA, "y")),
                "incompatible.mode",
                "new_column");
        write(List.of(of(3, Schema.STRING_SCHEMA, "z")), "incompatible.mode", "new_column");

        assertThat(sandbox.reported).isEmpty();
        assertThat(sandbox.query("SELECT id, v_string, ifNull(v, 0) FROM $.t FINAL ORDER BY id"))
                .containsExactly("-1|~|7", "0|x|0", "1|~|8", "2|y|0", "3|z|0");
    }

    @Test
    void neverGarblesAColumnThatIsRetypedWhileItWrites() {
        createTable("Int32", "7");
        DrivenTask task = sandbox.task("t", sandbox.config());
        task.put(List.of(of(0, Schema.INT32_SCHEMA, 1)));

        for (String type : List.of("Int64", "UInt32", "Decimal(20, 2)", "String", "Nullable(Int32)")) {
            sandbox.execute("ALTER TABLE $.t MODIFY COLUMN v " + type + " SETTINGS alter_sync = 2, mutations_sync = 2");
            task.put(List.of(of(1, Schema.INT32_SCHEMA, 2), of(2, Schema.INT32_SCHEMA, 3)));

            assertThat(sandbox.query("SELECT id, toDecimal64(v, 0) FROM $.t FINAL ORDER BY id"))
                    .as(type)
                    .containsExactly("-1|7", "0|1", "1|2", "2|3");
            assertThat(type("v")).isEqualTo(type);
        }
        task.stop();
        assertThat(sandbox.reported).isEmpty();
    }

    @Test
    void goesOnWhenColumnsComeAndGoAndTheTableIsMadeAnew() {
        createTable("Int32", "7");
        DrivenTask task = sandbox.task("t", sandbox.config());
        task.put(List.of(of(0, Schema.INT32_SCHEMA, 1)));

        sandbox.execute("ALTER TABLE $.t DROP COLUMN v");
        task.put(List.of(of(1, Schema.INT32_SCHEMA, 2)));
        assertThat(sandbox.query("SELECT id, v FROM $.t FINAL WHERE id = 1")).containsExactly("1|2");
        sandbox.execute("DROP TABLE $.t SYNC");
        task.put(List.of(of(2, Schema.INT32_SCHEMA, 3)));
        task.stop();

        assertThat(sandbox.query("SELECT id, v FROM $.t FINAL")).containsExactly("2|3");
        assertThat(sandbox.reported).isEmpty();
    }

    @Test
    void leavesColumnsAloneThatTheServerFillsIn() {
        sandbox.execute(
                "CREATE TABLE $.t (id Int64, v String, upper_v String MATERIALIZED upper(v), lower_v String ALIAS"
                        + " lower(v), made_at DateTime DEFAULT now(), status String DEFAULT 'new', _version UInt128, _is_deleted"
                        + " UInt8) ENGINE = ReplacingMergeTree(_version, _is_deleted) ORDER BY id");

        write(List.of(of(0, Schema.STRING_SCHEMA, "Word")));

        assertThat(sandbox.query("SELECT v, upper_v, lower_v, made_at > now() - 60, status FROM $.t"))
                .containsExactly("Word|WORD|word|1|new");
    }
}
