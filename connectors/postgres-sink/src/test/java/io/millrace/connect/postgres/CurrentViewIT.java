// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.DrivenTask;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dashboards read views of current rows, which follow the tables. */
class CurrentViewIT {
    private static final Schema V1 = SchemaBuilder.struct()
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("_op", Schema.STRING_SCHEMA)
            .field("_deleted", Schema.BOOLEAN_SCHEMA)
            .build();
    private static final Schema V2 = SchemaBuilder.struct()
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("age", Schema.OPTIONAL_INT32_SCHEMA)
            .field("_op", Schema.STRING_SCHEMA)
            .field("_deleted", Schema.BOOLEAN_SCHEMA)
            .build();

    private Sandbox sandbox;

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() throws SQLException {
        sandbox.close();
    }

    private DrivenTask task(String... more) {
        String[] config = new String[more.length + 2];
        config[0] = "current.view.format";
        config[1] = "${table}_current";
        System.arraycopy(more, 0, config, 2, more.length);
        return sandbox.task("t", sandbox.config(config));
    }

    private static SinkRecord v1(long offset, long id, String name, String op) {
        Struct value = new Struct(V1).put("name", name).put("_op", op).put("_deleted", op.equals("d"));
        return Sandbox.record("t", offset, Sandbox.key(id), value);
    }

    private static SinkRecord v2(long offset, long id, String name, Integer age) {
        Struct value =
                new Struct(V2).put("name", name).put("age", age).put("_op", "u").put("_deleted", false);
        return Sandbox.record("t", offset, Sandbox.key(id), value);
    }

    private List<String> columns() throws SQLException {
        return sandbox.query("SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid ="
                + " '$.t_current'::regclass AND attnum > 0 ORDER BY attnum");
    }

    @Test
    void hidesMetadataAndDeletedRows() throws SQLException {
        task().put(List.of(v1(0, 1, "x", "c"), v1(1, 2, "y", "c"), v1(2, 2, "y", "d")));

        assertThat(sandbox.query("SELECT * FROM $.t_current")).containsExactly("1|x");
        assertThat(sandbox.query("SELECT count(*) FROM $.t")).containsExactly("2");
        assertThat(sandbox.query("SELECT obj_description('$.t_current'::regclass)"))
                .containsExactly("Current rows of " + sandbox.schema
                        + ".t, without those where _deleted is true. Kept by the Millrace PostgreSQL sink.");
    }

    @Test
    void getsColumnsThatTheTableGets() throws SQLException {
        DrivenTask task = task();

        task.put(List.of(v1(0, 1, "x", "c")));
        task.put(List.of(v2(1, 2, "y", 7)));

        assertThat(columns()).containsExactly("id|bigint", "name|text", "age|integer");
        assertThat(sandbox.query("SELECT * FROM $.t_current ORDER BY id")).containsExactly("1|x|~", "2|y|7");
    }

    @Test
    void isLeftAloneWhereNothingChanged() throws SQLException {
        task().put(List.of(v1(0, 1, "x", "c")));
        String made = String.join("", sandbox.query("SELECT xmin FROM pg_class WHERE oid = '$.t_current'::regclass"));

        task().put(List.of(v1(1, 2, "y", "c")));

        assertThat(sandbox.query("SELECT xmin FROM pg_class WHERE oid = '$.t_current'::regclass"))
                .containsExactly(made);
    }

    @Test
    void keepsItsGrantsWhereAColumnGetsAnotherType() throws SQLException {
        String role = sandbox.schema + "_reader";
        sandbox.execute("CREATE ROLE " + role + "; CREATE TABLE $.t (id bigint PRIMARY KEY, name varchar(3))");
        try {
            task("evolve.widen", "false").put(List.of(v1(0, 1, "x", "c")));
            sandbox.execute("GRANT SELECT ON $.t_current TO " + role + " WITH GRANT OPTION; GRANT SELECT ON $.t_current"
                    + " TO PUBLIC");
            assertThat(columns()).containsExactly("id|bigint", "name|character varying(3)");

            task().put(List.of(v1(1, 2, "longer", "c")));

            assertThat(columns()).containsExactly("id|bigint", "name|text");
            assertThat(sandbox.query("SELECT * FROM $.t_current ORDER BY id")).containsExactly("1|x", "2|longer");
            assertThat(
                            sandbox.query(
                                    "SELECT has_table_privilege('" + role + "', '$.t_current', 'SELECT WITH GRANT"
                                            + " OPTION'), relacl::text LIKE '%,=r/%' FROM pg_class WHERE oid = '$.t_current'::regclass"))
                    .containsExactly("t|t");
        } finally {
            sandbox.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void isLeftToItsReadersWhereAColumnWouldGetAnotherType() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, name varchar(3))");
        task("evolve.widen", "false").put(List.of(v1(0, 1, "x", "c")));
        sandbox.execute("CREATE VIEW $.report AS SELECT name FROM $.t_current");

        task().put(List.of(v1(1, 2, "y", "c"), v1(2, 3, "longer", "c")));

        assertThat(sandbox.query("SELECT name FROM $.report ORDER BY 1")).containsExactly("x", "y");
        assertThat(sandbox.reported).hasSize(1);

        sandbox.execute("ALTER TABLE $.t RENAME COLUMN name TO old_name");
        assertThatThrownBy(() -> task().put(List.of(v1(3, 4, "z", "c"))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageStartingWith("Cannot change table " + sandbox.schema + ".t: cannot drop view "
                        + sandbox.schema + ".t_current because other objects depend on it (SQLSTATE 2BP01)");
    }

    @Test
    void isMadeAnewWhereAColumnWasRenamedOrDropped() throws SQLException {
        task().put(List.of(v2(0, 1, "x", 7)));
        sandbox.execute("ALTER TABLE $.t RENAME COLUMN name TO old_name");

        task().put(List.of(v1(1, 2, "y", "c")));

        assertThat(columns()).containsExactly("id|bigint", "old_name|text", "age|integer", "name|text");
        assertThat(sandbox.query("SELECT * FROM $.t_current ORDER BY id")).containsExactly("1|x|7|~", "2|~|~|y");
    }

    @Test
    void isMadeForTablesThatExistAndFollowsTheirMark() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, name text)");
        Schema plain = SchemaBuilder.struct()
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        DrivenTask task = task();

        task.put(List.of(Sandbox.record("t", 0, Sandbox.key(1), new Struct(plain).put("name", "x"))));
        assertThat(sandbox.query("SELECT * FROM $.t_current")).containsExactly("1|x");
        task.put(List.of(v1(1, 2, "y", "d")));

        assertThat(sandbox.query("SELECT * FROM $.t_current")).containsExactly("1|x");
    }

    @Test
    void neverTakesTheNameOfSomethingElse() throws SQLException {
        sandbox.execute("CREATE VIEW $.t_current AS SELECT 1 AS one");
        assertThatThrownBy(() -> task().put(List.of(v1(0, 1, "x", "c"))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot make view " + sandbox.schema + ".t_current of table " + sandbox.schema
                        + ".t: found a view of that name that the sink did not make. Rename it, or correct"
                        + " 'current.view.format'.");

        sandbox.execute("DROP VIEW $.t_current; CREATE TABLE $.t_current ()");
        assertThatThrownBy(() -> task().put(List.of(v1(0, 1, "x", "c"))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContaining("found a relation of that name that the sink did not make.");
    }
}
