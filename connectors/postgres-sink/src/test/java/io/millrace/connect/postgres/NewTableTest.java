// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.WantedColumn;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class NewTableTest {
    private static final TableDesign PLAIN = new TableDesign(0, false, "", List.of(), "", "7 days", "");

    private static WantedTable table(WantedTable.Kind kind, List<String> key, TableDesign design) {
        List<WantedColumn> columns = List.of(
                new WantedColumn("id", Schema.INT64_SCHEMA, false),
                new WantedColumn("at", Timestamp.SCHEMA, false),
                new WantedColumn(
                        "note",
                        SchemaBuilder.string()
                                .optional()
                                .doc("It's\0 free text")
                                .build(),
                        true),
                new WantedColumn("_valid_to", Timestamp.builder().optional().build(), true));
        return new WantedTable(new TableName("s", "t"), kind, "Notes", columns, key, "", design);
    }

    private static NewTable of(List<String> key, TableDesign design) {
        return NewTable.of(table(WantedTable.Kind.ROWS, key, design), Extensions.NONE);
    }

    @Test
    void makesATableWithAKey() {
        NewTable table = of(List.of("id", "at"), PLAIN);

        assertThat(table.statements())
                .containsExactly(
                        "CREATE TABLE \"s\".\"t\" (\"id\" bigint, \"at\" timestamp with time zone, \"note\" text,"
                                + " \"_valid_to\" timestamp with time zone, PRIMARY KEY (\"id\", \"at\"));");
        assertThat(table.comments())
                .containsExactly(
                        "COMMENT ON TABLE \"s\".\"t\" IS 'Notes';",
                        "COMMENT ON COLUMN \"s\".\"t\".\"note\" IS 'It''s free text';");
    }

    @Test
    void makesATableWithoutAKey() {
        assertThat(of(List.of(), PLAIN).statements())
                .containsExactly(
                        "CREATE TABLE \"s\".\"t\" (\"id\" bigint, \"at\" timestamp with time zone, \"note\" text,"
                                + " \"_valid_to\" timestamp with time zone);");
    }

    @Test
    void givesPartitionsTheirStorage() {
        TableDesign design = new TableDesign(90, true, "hash (id, at)  2", List.of(), "", "", "");

        assertThat(of(List.of("id", "at"), design).statements().subList(1, 3))
                .containsExactly(
                        "CREATE UNLOGGED TABLE \"s\".\"t_p0\" PARTITION OF \"s\".\"t\" FOR VALUES WITH (MODULUS 2, REMAINDER"
                                + " 0) WITH (fillfactor = 90);",
                        "CREATE UNLOGGED TABLE \"s\".\"t_p1\" PARTITION OF \"s\".\"t\" FOR VALUES WITH (MODULUS 2, REMAINDER"
                                + " 1) WITH (fillfactor = 90);");
        assertThat(of(List.of("id", "at"), design).statements().get(0))
                .startsWith("CREATE TABLE ")
                .endsWith(" PARTITION BY HASH (\"id\", \"at\");");
    }

    @Test
    void indexesTheVersionsOfAHistory() {
        NewTable table = NewTable.of(table(WantedTable.Kind.HISTORY, List.of("id"), PLAIN), Extensions.NONE);

        assertThat(table.statements())
                .containsExactly(
                        "CREATE TABLE \"s\".\"t\" (\"id\" bigint NOT NULL, \"at\" timestamp with time zone, \"note\" text,"
                                + " \"_valid_to\" timestamp with time zone);",
                        "CREATE UNIQUE INDEX \"t_current_idx\" ON \"s\".\"t\" (\"id\") WHERE \"_valid_to\" IS NULL;",
                        "CREATE INDEX \"t_versions_idx\" ON \"s\".\"t\" (\"id\", \"_valid_from\");");
    }

    @Test
    void makesAHypertableByItsTimeColumn() {
        TableDesign design = new TableDesign(0, false, "", List.of(), "at", "12 hours", "");

        assertThat(of(List.of("id", "at"), design).hypertable("time\"scale"))
                .isEqualTo(
                        "SELECT \"time\"\"scale\".create_hypertable('\"s\".\"t\"', 'at', chunk_time_interval => INTERVAL"
                                + " '12 hours');");
        assertThatThrownBy(() -> of(List.of("id"), design).hypertable("public"))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage(
                        "Cannot create table s.t: 'create.hypertable.column' names column at, which is not in the key"
                                + " [id] (expected so, because PostgreSQL cannot keep that unique else). Add it to the key, or"
                                + " partition by a column of the key.");
    }

    @Test
    void shortensNamesThatTheServerWouldCutOff() {
        String fits = "x".repeat(59);
        assertThat(Ddl.generatedName(fits, "idx")).isEqualTo(fits + "_idx");

        String shortened = Ddl.generatedName(fits + "x", "idx");
        assertThat(shortened)
                .hasSize(63)
                .startsWith("x".repeat(54) + "_")
                .isEqualTo(Ddl.generatedName(fits + "x", "idx"));
        assertThat(shortened).isNotEqualTo(Ddl.generatedName(fits + "y", "idx"));
        assertThat(Ddl.generatedName("x" + "ä".repeat(31), "idx")).startsWith("x" + "ä".repeat(26) + "_");
    }
}
