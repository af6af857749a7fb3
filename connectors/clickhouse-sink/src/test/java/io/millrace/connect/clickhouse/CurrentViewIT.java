// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The view that dashboards read: one row per key, without the sink's columns and what was deleted. */
@NeedsClickHouse
@Timeout(120)
class CurrentViewIT {
    private static final String VIEW = "${table}_current";
    private static final Schema ORDER = order().build();
    private static final Schema NOTED =
            order().field("note", Schema.OPTIONAL_STRING_SCHEMA).build();

    private Sandbox sandbox;
    private long offset;

    @BeforeEach
    void open() {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static SchemaBuilder order() {
        return SchemaBuilder.struct()
                .field("state", Schema.OPTIONAL_STRING_SCHEMA)
                .field("_op", Schema.STRING_SCHEMA)
                .field("_deleted", Schema.OPTIONAL_BOOLEAN_SCHEMA);
    }

    private static Struct order(Schema schema, String state, @Nullable Boolean deleted) {
        return new Struct(schema).put("state", state).put("_op", "u").put("_deleted", deleted);
    }

    private void write(String viewFormat, long id, @Nullable Struct value, String... more) {
        String[] config = new String[more.length + 2];
        config[0] = "current.view.format";
        config[1] = viewFormat;
        System.arraycopy(more, 0, config, 2, more.length);
        DrivenTask task = sandbox.task("t", sandbox.config(config));
        try {
            task.put(List.of(Sandbox.record("t", offset++, Sandbox.key(id), value)));
        } finally {
            task.stop();
        }
    }

    private String metadata(String view) {
        return String.join(
                ",",
                sandbox.query(
                        "SELECT metadata_modification_time, uuid FROM system.tables WHERE database = '$' AND name = '"
                                + view + "'"));
    }

    @Test
    void showsOneRowPerKeyAndIsMadeAnewForNewColumnsOnly() {
        write(VIEW, 1, order(ORDER, "new", false));
        write(VIEW, 1, order(ORDER, "paid", false));
        write(VIEW, 2, order(ORDER, "new", false));
        write(VIEW, 2, null);
        assertThat(sandbox.query("SELECT * FROM $.t_current")).containsExactly("1|paid");

        String before = metadata("t_current");
        write(VIEW, 3, order(ORDER, "new", false));
        assertThat(metadata("t_current")).isEqualTo(before);

        write(VIEW, 4, order(NOTED, "new", false).put("note", "with care"));
        assertThat(metadata("t_current")).isNotEqualTo(before);
        assertThat(sandbox.query("SELECT id, state, note FROM $.t_current ORDER BY id"))
                .containsExactly("1|paid|~", "3|new|~", "4|new|with care");
    }

    @Test
    void leavesOutRowsThatAreMarkedAndKeepsThoseWithoutAMark() {
        write(VIEW, 1, order(ORDER, "new", false), "delete.mode", "soft");
        write(VIEW, 2, order(ORDER, "gone", true), "delete.mode", "soft");
        write(VIEW, 3, order(ORDER, "unmarked", null), "delete.mode", "soft");

        assertThat(sandbox.query("SELECT id, state FROM $.t_current ORDER BY id"))
                .containsExactly("1|new", "3|unmarked");
    }

    @Test
    void isMadeAnewOnceColumnsAreAddedByHandAndTheTaskStarts() {
        write(VIEW, 1, order(ORDER, "new", false));
        sandbox.execute("ALTER TABLE $.t ADD COLUMN region String DEFAULT 'eu'");

        write(VIEW, 2, order(ORDER, "new", false));

        assertThat(sandbox.query("SELECT id, region FROM $.t_current ORDER BY id"))
                .containsExactly("1|eu", "2|eu");
    }

    @Test
    void showsAllRowsOfATableWithoutVersions() {
        write(VIEW, 1, order(ORDER, "new", false), "delivery.mode", "at_least_once");
        write(VIEW, 1, order(ORDER, "paid", false), "delivery.mode", "at_least_once");

        assertThat(sandbox.query("SELECT state FROM $.t_current ORDER BY state"))
                .containsExactly("new", "paid");
    }

    @Test
    void mayBeInAnotherDatabase() {
        sandbox.execute("CREATE DATABASE $_own");
        write(sandbox.database + "_own.v_${table}", 1, order(ORDER, "new", false));

        assertThat(sandbox.query("SELECT * FROM $_own.v_t")).containsExactly("1|new");
    }

    @Test
    void replacesNothingThatItDidNotMake() {
        sandbox.execute("CREATE VIEW $.t_current AS SELECT 1 AS one");
        assertThatThrownBy(() -> write(VIEW, 1, order(ORDER, "new", false)))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot make view " + sandbox.database + ".t_current of table " + sandbox.database
                        + ".t: found a view of that name that the sink did not make. Rename it, or correct"
                        + " 'current.view.format'.");

        sandbox.execute("DROP VIEW $.t_current");
        sandbox.execute("CREATE TABLE $.t_current (one Int8) ENGINE = Memory");
        assertThatThrownBy(() -> write(VIEW, 1, order(ORDER, "new", false)))
                .hasMessageContaining("found a table of that name that the sink did not make");
        assertThat(sandbox.query("SELECT * FROM $.t_current")).isEmpty();
    }
}
