// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.DrivenTask;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables with rows in them whose records change, or were never quite alike. */
class TableEvolutionIT {
    private Sandbox sandbox;

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() throws SQLException {
        sandbox.close();
    }

    private static Schema row(Schema v) {
        return SchemaBuilder.struct().field("v", v).build();
    }

    private static SinkRecord of(long offset, Schema v, Object value) {
        return Sandbox.record("t", offset, Sandbox.key(offset), new Struct(row(v)).put("v", value));
    }

    private void write(SinkRecord record, String... config) {
        write(sandbox.config(config), record);
    }

    private void write(Map<String, String> config, SinkRecord... records) {
        DrivenTask task = sandbox.task("t", config);
        task.put(List.of(records));
        task.stop();
    }

    private String only(String sql) throws SQLException {
        return String.join(",", sandbox.query(sql));
    }

    private String type(String column) throws SQLException {
        return only("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '$.t'::regclass AND"
                + " attname = '" + column + "'");
    }

    private String file() throws SQLException {
        return only("SELECT pg_relation_filenode('$.t')");
    }

    private static Schema sourced(SchemaBuilder builder, int length) {
        return builder.parameter("__debezium.source.column.length", String.valueOf(length))
                .build();
    }

    private static Schema debezium(SchemaBuilder builder, String name) {
        return builder.name("io.debezium." + name).build();
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                Arguments.of("varchar(5)", "'old'", Schema.STRING_SCHEMA, "longer than five", "text"),
                Arguments.of("varchar(5)", "'old'", sourced(SchemaBuilder.string(), 20), "x", "character varying(20)"),
                Arguments.of("numeric(5,2)", "1.50", Decimal.schema(4), new BigDecimal("123456.7890"), "numeric"),
                Arguments.of("numeric(5,2)", "1.50", Schema.INT32_SCHEMA, Integer.MAX_VALUE, "numeric(12,2)"),
                Arguments.of(
                        "timestamp(0)",
                        "'2026-01-02 03:04:05'",
                        debezium(SchemaBuilder.int64(), "time.MicroTimestamp"),
                        1_000_001L,
                        "timestamp without time zone"),
                Arguments.of(
                        "timestamptz(3)",
                        "'2026-01-02 03:04:05.678+00'",
                        debezium(SchemaBuilder.string(), "time.ZonedTimestamp"),
                        "2026-01-02T03:04:05.678901Z",
                        "timestamp with time zone"),
                Arguments.of(
                        "time(0)",
                        "'03:04:05'",
                        debezium(SchemaBuilder.int64(), "time.MicroTime"),
                        1L,
                        "time without time zone"),
                Arguments.of(
                        "varbit(3)",
                        "B'101'",
                        debezium(SchemaBuilder.bytes().parameter("length", "9"), "data.Bits"),
                        new byte[] {1, 1},
                        "bit varying"));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void raisesLimitsWithoutWritingTheTableAnew(String column, String old, Schema schema, Object value, String type)
            throws SQLException {
        sandbox.execute(
                "CREATE TABLE $.t (id bigint PRIMARY KEY, v " + column + "); INSERT INTO $.t VALUES (-1, " + old + ")");
        String file = file();
        String before = only("SELECT v::text FROM $.t");

        write(of(0, schema, value));

        assertThat(sandbox.reported).isEmpty();
        assertThat(type("v")).isEqualTo(type);
        assertThat(file()).isEqualTo(file);
        assertThat(only("SELECT v::text FROM $.t WHERE id = -1")).isEqualTo(before);
        assertThat(only("SELECT count(*) FROM $.t")).isEqualTo("2");
    }

    static Stream<Arguments> rewrites() {
        return Stream.of(
                Arguments.of("smallint", "7", Schema.INT32_SCHEMA, Integer.MAX_VALUE, "integer"),
                Arguments.of("integer", "7", Schema.INT64_SCHEMA, Long.MAX_VALUE, "bigint"),
                Arguments.of("integer", "7", Decimal.schema(2), new BigDecimal("1.25"), "numeric"),
                Arguments.of("integer", "7", Schema.FLOAT64_SCHEMA, 0.5, "double precision"),
                Arguments.of("real", "0.5", Schema.FLOAT64_SCHEMA, 1e300, "double precision"),
                Arguments.of("real", "0.5", Schema.INT32_SCHEMA, Integer.MAX_VALUE, "double precision"));
    }

    @ParameterizedTest
    @MethodSource("rewrites")
    void writesTheTableAnewOnlyIfItMay(String column, String old, Schema schema, Object value, String type)
            throws SQLException {
        sandbox.execute(
                "CREATE TABLE $.t (id bigint PRIMARY KEY, v " + column + "); INSERT INTO $.t VALUES (-1, " + old + ")");
        String file = file();

        write(of(0, schema, value), "evolve.rewrite", "true");

        assertThat(sandbox.reported).isEmpty();
        assertThat(type("v")).isEqualTo(type);
        assertThat(file()).isNotEqualTo(file);
        assertThat(only("SELECT v FROM $.t WHERE id = -1")).isEqualTo(old);
        assertThat(only("SELECT count(*) FROM $.t")).isEqualTo("2");
    }

    @Test
    void namesTheStatementThatWouldWriteTheTableAnew() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, v real)");

        assertThatThrownBy(() -> write(of(0, Schema.FLOAT64_SCHEMA, 0.1)))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot write float64 field v to column " + sandbox.schema
                        + ".t.v: found type real (expected"
                        + " double precision, which rewrites the table, and 'evolve.rewrite' is false). Run: ALTER TABLE"
                        + " \"" + sandbox.schema + "\".\"t\" ALTER COLUMN \"v\" TYPE double precision; or convert the"
                        + " field with a transform.");
        assertThat(type("v")).isEqualTo("real");
    }

    @Test
    void checksEachValueWhereTheTableWouldHaveToBeWrittenAnew() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, v integer)");

        write(
                sandbox.config(),
                of(0, Schema.INT64_SCHEMA, 7L),
                of(1, Schema.INT64_SCHEMA, 1L << 40),
                of(2, Schema.INT64_SCHEMA, 8L));

        assertThat(type("v")).isEqualTo("integer");
        assertThat(sandbox.query("SELECT id, v FROM $.t ORDER BY id")).containsExactly("0|7", "2|8");
        assertThat(sandbox.reported)
                .containsExactly("Cannot write column " + sandbox.schema + ".t.v: a number beyond the column's range at"
                        + " t-0@1 value.v. Alter the column to a wider type.");
    }

    @Test
    void leavesLimitsAloneIfToldTo() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, v varchar(5))");

        write(
                sandbox.config("evolve.widen", "false"),
                of(0, Schema.STRING_SCHEMA, "short"),
                of(1, Schema.STRING_SCHEMA, "longer"));

        assertThat(type("v")).isEqualTo("character varying(5)");
        assertThat(sandbox.query("SELECT v FROM $.t")).containsExactly("short");
        assertThat(sandbox.reported).hasSize(1);
    }

    @Test
    void leavesDomainsAlone() throws SQLException {
        sandbox.execute("CREATE DOMAIN $.code AS varchar(5); CREATE TABLE $.t (id bigint PRIMARY KEY, v $.code)");

        write(of(0, Schema.STRING_SCHEMA, "short"));

        assertThat(type("v")).isEqualTo(sandbox.schema + ".code");
        assertThat(sandbox.query("SELECT v FROM $.t")).containsExactly("short");
    }

    @Test
    void leavesColumnsAloneThatOthersReadOrThatAreInherited() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, v varchar(5) NOT NULL, w varchar(5), x varchar(5), y"
                + " varchar(5), z text GENERATED ALWAYS AS (upper(y)) STORED); CREATE VIEW $.report AS SELECT v FROM $.t;"
                + " CREATE FUNCTION $.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
                + " CREATE TRIGGER g BEFORE UPDATE OF w ON $.t FOR EACH ROW EXECUTE FUNCTION $.f()");
        SchemaBuilder row = SchemaBuilder.struct();
        List.of("v", "w", "x", "y").forEach(name -> row.field(name, Schema.OPTIONAL_STRING_SCHEMA));
        Struct value = new Struct(row.build());
        List.of("v", "w", "x", "y").forEach(name -> value.put(name, name.equals("x") ? "longer" : "short"));

        write(sandbox.config(), Sandbox.record("t", 0, Sandbox.key(1), value));

        assertThat(sandbox.reported).isEmpty();
        assertThat(List.of(type("v"), type("w"), type("x"), type("y")))
                .containsExactly("character varying(5)", "character varying(5)", "text", "character varying(5)");
        assertThat(sandbox.query("SELECT * FROM $.t")).containsExactly("1|short|short|longer|short|SHORT");
        assertThat(notNull()).isEqualTo("id");

        sandbox.execute("CREATE TABLE $.parent (id bigint, v varchar(5) NOT NULL) PARTITION BY LIST (id);"
                + " CREATE TABLE $.child PARTITION OF $.parent (PRIMARY KEY (id)) DEFAULT");
        write(
                sandbox.config("name", "other", "table.name.format", "child"),
                of(0, Schema.OPTIONAL_STRING_SCHEMA, "short"));
        assertThat(sandbox.query("SELECT * FROM $.parent")).containsExactly("0|short");
    }

    @Test
    void leavesColumnsAloneThatPoliciesOrPublicationsReadOrByWhichATableIsPartitioned() throws SQLException {
        String publication = sandbox.schema + "_publication";
        sandbox.execute(
                "CREATE TABLE $.t (id bigint, v varchar(5), PRIMARY KEY (id)); CREATE POLICY p ON $.t USING (v <> '')");
        write(of(0, Schema.STRING_SCHEMA, "short"));
        assertThat(type("v")).isEqualTo("character varying(5)");

        sandbox.execute("DROP POLICY p ON $.t; CREATE PUBLICATION " + publication + " FOR TABLE $.t WHERE (v <> '')");
        try {
            write(sandbox.config("write.mode", "insert"), of(1, Schema.STRING_SCHEMA, "short"));
            assertThat(type("v")).isEqualTo("character varying(5)");
        } finally {
            sandbox.execute("DROP PUBLICATION " + publication);
        }

        sandbox.execute("DROP TABLE $.t; CREATE TABLE $.t (id bigint, v varchar(5)) PARTITION BY LIST (v);"
                + " CREATE TABLE $.t_default PARTITION OF $.t DEFAULT");
        write(sandbox.config("write.mode", "insert"), of(2, Schema.STRING_SCHEMA, "short"));
        assertThat(type("v")).isEqualTo("character varying(5)");
        assertThat(sandbox.query("SELECT id FROM $.t")).containsExactly("2");
        assertThat(sandbox.reported).isEmpty();
    }

    @Test
    void writesToTheTablesOfOthersAsTheyAre() throws SQLException {
        String role = sandbox.schema + "_writer";
        sandbox.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'pw'; GRANT USAGE ON SCHEMA $ TO " + role
                + "; CREATE SCHEMA $_offsets AUTHORIZATION " + role
                + "; CREATE TABLE $.t (id bigint PRIMARY KEY, v varchar(5) NOT NULL, w real);"
                + " GRANT SELECT, INSERT, UPDATE ON $.t TO " + role);
        try {
            Map<String, String> config = sandbox.config("connection.user", role, "connection.password", "pw");
            write(config, of(0, Schema.OPTIONAL_STRING_SCHEMA, "short"));
            Schema w = SchemaBuilder.struct().field("w", Schema.FLOAT64_SCHEMA).build();
            assertThatThrownBy(() -> write(config, Sandbox.record("t", 1, Sandbox.key(1), new Struct(w).put("w", 1.5))))
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageContaining("found type real (expected double precision, which rewrites the table,");

            assertThat(type("v")).isEqualTo("character varying(5)");
            assertThat(sandbox.query("SELECT v FROM $.t")).containsExactly("short");
        } finally {
            sandbox.execute("DROP SCHEMA $_offsets CASCADE; DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void letsColumnsTakeNullsOnceFieldsAreOptionalOrGone() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, v text NOT NULL, gone text NOT NULL,"
                + " status text NOT NULL DEFAULT 'new'); INSERT INTO $.t VALUES (-1, 'a', 'b')");
        DrivenTask task = sandbox.task("t", sandbox.config("delete.mode", "hard"));

        task.put(List.of(Sandbox.record("t", 0, Sandbox.key(-2), null)));
        assertThat(notNull()).isEqualTo("id,v,gone,status");
        task.put(List.of(of(1, Schema.STRING_SCHEMA, "x")));
        assertThat(notNull()).isEqualTo("id,v,status");
        task.put(List.of(of(2, Schema.OPTIONAL_STRING_SCHEMA, null)));
        assertThat(notNull()).isEqualTo("id,status");

        assertThat(sandbox.reported).isEmpty();
        assertThat(sandbox.query("SELECT * FROM $.t ORDER BY id"))
                .containsExactly("-1|a|b|new", "1|x|~|new", "2|~|~|new");
    }

    private String notNull() throws SQLException {
        return only("SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '$.t'::regclass"
                + " AND attnum > 0 AND attnotnull");
    }

    @Test
    void leavesNotNullAloneIfToldTo() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, v text NOT NULL)");

        write(
                sandbox.config("evolve.relax", "false"),
                of(0, Schema.OPTIONAL_STRING_SCHEMA, "x"),
                of(1, Schema.OPTIONAL_STRING_SCHEMA, null));

        assertThat(notNull()).isEqualTo("id,v");
        assertThat(sandbox.query("SELECT id FROM $.t")).containsExactly("0");
        assertThat(sandbox.reported)
                .containsExactly(
                        "Cannot write the record: refused by table " + sandbox.schema + ".t for column v (SQLSTATE"
                                + " 23502) at t-0@1. Correct the record or the table, or let 'errors.tolerance' send it to a dead"
                                + " letter queue.");
    }

    @Test
    void putsAnIncompatibleFieldIntoAColumnOfItsOwn() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, v integer NOT NULL); INSERT INTO $.t VALUES (-1, 7)");
        Map<String, String> config = sandbox.config("incompatible.mode", "new_column");

        write(config, of(0, Schema.STRING_SCHEMA, "x"), of(1, Schema.INT32_SCHEMA, 8));
        write(config, of(2, Schema.STRING_SCHEMA, "y"));

        assertThat(sandbox.reported).isEmpty();
        assertThat(sandbox.query("SELECT id, v, v_text FROM $.t ORDER BY id"))
                .containsExactly("-1|7|~", "0|~|x", "1|8|~", "2|~|y");
        assertThat(sandbox.query("SELECT count(*) FROM pg_attribute WHERE attrelid = '$.t'::regclass AND attnum > 0"))
                .containsExactly("3");
    }

    @Test
    void refusesTwoFieldsForOneColumnAndOthersForKeys() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, v integer)");
        Schema both = SchemaBuilder.struct()
                .field("v", Schema.STRING_SCHEMA)
                .field("v_text", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(both).put("v", "x").put("v_text", "y");
        assertThatThrownBy(() -> write(
                        sandbox.config("incompatible.mode", "new_column"),
                        Sandbox.record("t", 0, Sandbox.key(1), value)))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageEndingWith(" to table " + sandbox.schema
                        + ".t: its column v_text is another field's. Rename one of them with a transform.");

        sandbox.execute("DROP TABLE $.t; CREATE TABLE $.t (id boolean PRIMARY KEY, v text)");
        assertThatThrownBy(() -> write(of(0, Schema.STRING_SCHEMA, "x"), "incompatible.mode", "new_column"))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot write int64 field id to column " + sandbox.schema + ".t.id: found type boolean"
                        + " (expected bigint). Run: ALTER TABLE \"" + sandbox.schema
                        + "\".\"t\" ALTER COLUMN \"id\" TYPE"
                        + " bigint; or convert the field with a transform.");
    }

    @Test
    void sendsRecordsWithAnIncompatibleFieldToTheDeadLetterQueue() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, v integer)");

        write(
                sandbox.config("incompatible.mode", "quarantine"),
                of(0, Schema.OPTIONAL_STRING_SCHEMA, "x"),
                of(1, Schema.OPTIONAL_STRING_SCHEMA, null),
                of(2, Schema.INT32_SCHEMA, 8));

        assertThat(sandbox.query("SELECT id, v FROM $.t ORDER BY id")).containsExactly("1|~", "2|8");
        assertThat(sandbox.reported)
                .containsExactly("Cannot write column " + sandbox.schema + ".t.v: a string field v, which type integer"
                        + " cannot hold at t-0@0 value.v. Alter the column, or convert the field with a transform.");
    }
}
