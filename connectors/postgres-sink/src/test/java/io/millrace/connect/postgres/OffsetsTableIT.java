// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.Claim;
import io.millrace.connect.sink.FencedException;
import io.millrace.testkit.DrivenTask;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OffsetsTableIT {
    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);
    private static final Schema VALUE =
            SchemaBuilder.struct().field("a", Schema.STRING_SCHEMA).build();

    private Sandbox sandbox;
    private OffsetsTable table;
    private Session session;

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
        table = new OffsetsTable(sandbox.schema + "_offsets", "sink-" + sandbox.schema, "me");
        session = new Sessions(new PostgresSinkConfig(sandbox.config()).connection(), "test").open();
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
        sandbox.close();
    }

    private <T> T run(Session.Work<T> work) {
        return session.runAtomically("test", null, work);
    }

    private void create() {
        run(connection -> {
            table.create(connection);
            return true;
        });
    }

    private Map<TopicPartition, Claim> claim(TopicPartition... partitions) {
        return run(connection -> table.claim(connection, List.of(partitions)));
    }

    private Map<TopicPartition, Claim> stored() {
        return run(connection -> table.read(connection, List.of(P0, P1)));
    }

    private boolean correct(Map<TopicPartition, Claim> claims) {
        return run(connection -> table.correct(connection, claims));
    }

    @Test
    void addsTheTopicsIdToTheTableOfAnOlderVersion() throws SQLException {
        sandbox.execute("CREATE SCHEMA $_offsets; CREATE TABLE $_offsets.sink_offsets (connector text NOT NULL,"
                + " topic text NOT NULL, partition integer NOT NULL, next_offset bigint, epoch bigint NOT NULL,"
                + " owner text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now(),"
                + " PRIMARY KEY (connector, topic, partition));"
                + " INSERT INTO $_offsets.sink_offsets VALUES ('sink-$', 't', 0, 7, 3, 'old')");

        create();
        create();

        assertThat(claim(P0)).isEqualTo(Map.of(P0, new Claim(4, 7L, null)));
    }

    @Test
    void asksForNoPrivilegeWhereNothingIsMissing() throws SQLException {
        create();
        String role = sandbox.schema + "_role";
        sandbox.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'pw'; GRANT USAGE ON SCHEMA $_offsets TO " + role
                + "; GRANT SELECT, INSERT, UPDATE ON $_offsets.sink_offsets TO " + role);
        Session other = new Sessions(
                        new PostgresSinkConfig(sandbox.config("connection.user", role, "connection.password", "pw"))
                                .connection(),
                        "test")
                .open();
        try {
            Map<TopicPartition, Claim> claims = other.runAtomically("test", null, connection -> {
                table.create(connection);
                return table.claim(connection, List.of(P0));
            });

            assertThat(claims).isEqualTo(Map.of(P0, new Claim(1, null, null)));
        } finally {
            other.close();
            sandbox.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void correctsAllRowsWhoseEpochsAreTheseOrSaysSo() {
        create();
        claim(P0, P1);
        Map<TopicPartition, Claim> right = Map.of(P0, new Claim(1, 5L, "id"), P1, new Claim(1, null, "id"));

        assertThat(correct(right)).isTrue();
        assertThat(stored()).isEqualTo(right);
        assertThat(correct(Map.of(P0, new Claim(2, 6L, "other")))).isFalse();
        assertThat(stored()).isEqualTo(right);
    }

    @Test
    void altersOffsetsForgetsTheTopicAndFencesWhoeverHadThePartition() throws SQLException {
        DrivenTask task = sandbox.task("t", sandbox.config());
        task.put(List.of(Sandbox.record("t", 0, Sandbox.key(1), new Struct(VALUE).put("a", "first"))));
        correct(Map.of(P0, new Claim(1, 1L, "id")));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        offsets.put(P0, 40L);
        offsets.put(P1, null);

        assertThat(new PostgresSinkConnector().alterOffsets(sandbox.config(), offsets))
                .isTrue();

        assertThat(stored()).isEqualTo(Map.of(P0, new Claim(2, 40L, null), P1, new Claim(1, null, null)));
        assertThatThrownBy(() ->
                        task.put(List.of(Sandbox.record("t", 1, Sandbox.key(1), new Struct(VALUE).put("a", "zombie")))))
                .isInstanceOf(FencedException.class);
        assertThat(sandbox.query("SELECT a FROM $.t")).containsExactly("first");
    }
}
