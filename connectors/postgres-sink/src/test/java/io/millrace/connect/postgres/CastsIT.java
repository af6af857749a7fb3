// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.DrivenTask;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Columns of types whose binary format is not known here: the server casts what a staging table holds. */
class CastsIT {
    private static final Schema KEY =
            SchemaBuilder.struct().field("k", Schema.STRING_SCHEMA).build();
    private static final Schema VALUE = SchemaBuilder.struct()
            .field("r", Schema.OPTIONAL_STRING_SCHEMA)
            .field("n", Schema.OPTIONAL_INT32_SCHEMA)
            .build();

    private Sandbox sandbox;

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
        sandbox.execute("CREATE DOMAIN $.span AS int4range CHECK (NOT isempty(VALUE));"
                + " CREATE TABLE $.t (k numrange PRIMARY KEY, r $.span, n integer)");
    }

    @AfterEach
    void close() throws SQLException {
        sandbox.close();
    }

    private static Struct key(String text) {
        return new Struct(KEY).put("k", text);
    }

    private static Struct value(String range, int number) {
        return new Struct(VALUE).put("r", range).put("n", number);
    }

    private void write(Map<String, String> config, Struct[]... records) {
        DrivenTask task = sandbox.task("t", config);
        for (int i = 0; i < records.length; i++) {
            task.put(List.of(Sandbox.record("t", i, records[i][0], records[i][1])));
        }
        task.stop();
    }

    private static Struct[] pair(Struct key, Struct value) {
        return new Struct[] {key, value};
    }

    @Test
    void upsertsAndDeletesByAKeyThatIsCast() throws SQLException {
        write(
                sandbox.config("delete.mode", "hard"),
                pair(key("[1,2)"), value("[1,3]", 1)),
                pair(key("[2.50,4]"), value(null, 2)),
                pair(key("[2.50,4]"), value("(7,9)", 3)),
                pair(key("[1,2)"), null));

        assertThat(sandbox.reported).isEmpty();
        assertThat(sandbox.query("SELECT * FROM $.t")).containsExactly("[2.50,4]|[8,9)|3");
    }

    @Test
    void appendsRowsWithAColumnThatIsCast() throws SQLException {
        write(
                sandbox.config("write.mode", "insert"),
                pair(key("[1,2)"), value("[1,3]", 1)),
                pair(key("[3,4)"), value(null, 2)));

        assertThat(sandbox.reported).isEmpty();
        assertThat(sandbox.query("SELECT * FROM $.t ORDER BY k")).containsExactly("[1,2)|[1,4)|1", "[3,4)|~|2");
    }

    @Test
    void reportsTheRecordWhoseTextTheServerCannotRead() throws SQLException {
        write(
                sandbox.config(),
                pair(key("[1,2)"), value("secret", 1)),
                pair(key("[3,4)"), value("empty", 2)),
                pair(key("[5,6)"), value("[5,6)", 3)));

        assertThat(sandbox.query("SELECT * FROM $.t")).containsExactly("[5,6)|[5,6)|3");
        assertThat(sandbox.reported).hasSize(2).noneMatch(text -> text.contains("secret"));
    }
}
