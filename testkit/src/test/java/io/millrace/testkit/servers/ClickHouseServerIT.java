// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A ClickHouse that keeps what it acknowledged, asks who is there, and can compare and set by way of ZooKeeper. */
class ClickHouseServerIT {
    private static final int PORT = Ports.free();

    private static ClickHouseServer server;

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(ClickHouseServer.isPresent(), ClickHouseServer.ABSENT);
        server = ClickHouseServer.builder(TestServers.newDirectory("own-clickhouse"))
                .httpPort(PORT)
                .zooKeeper(TestServers.zooKeeper())
                .user("reader", "secret", "GRANT SELECT ON shop.*")
                .find()
                .orElseThrow();
        server.query("CREATE DATABASE shop");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            assertThat(server.isAlive()).isFalse();
        }
    }

    @Test
    void listensWhereItIsTold() {
        assertThat(server.httpUrl()).isEqualTo("http://127.0.0.1:" + PORT);
    }

    @Test
    void keepsItsDataWhenKilled() {
        server.query("CREATE TABLE shop.kept (id Int64, name String) ENGINE = MergeTree ORDER BY id");
        server.query("INSERT INTO shop.kept VALUES (1, 'one'), (2, 'two')");
        String before = server.httpUrl();

        server.kill();
        assertThat(server.answers()).isFalse();
        server.restart();

        assertThat(server.httpUrl()).isEqualTo(before);
        assertThat(server.query("SELECT id, name FROM shop.kept ORDER BY id")).isEqualTo("1\tone\n2\ttwo");
    }

    @Test
    void takesABlockOnceAndStillDoesWhenKilled() {
        server.query("CREATE TABLE shop.once (id Int64) ENGINE = MergeTree ORDER BY id"
                + " SETTINGS non_replicated_deduplication_window = 100");
        String insert = "INSERT INTO shop.once SETTINGS insert_deduplication_token = 'orders-2@0-9' VALUES (1), (2)";
        server.query(insert);
        server.query(insert);

        server.kill();
        server.restart();
        server.query(insert);

        assertThat(server.query("SELECT count() FROM shop.once")).isEqualTo("2");
    }

    @Test
    void refusesAWrongPasswordAndWhatIsNotGranted() {
        server.query("CREATE TABLE shop.guarded (id Int64) ENGINE = MergeTree ORDER BY id");

        assertThat(server.query("SELECT count() FROM shop.guarded", "reader", "secret"))
                .isEqualTo("0");
        refused(516, () -> server.query("SELECT 1", "reader", "wrong"));
        refused(497, () -> server.query("INSERT INTO shop.guarded VALUES (1)", "reader", "secret"));
    }

    @Test
    void keeperMapTakesAKeyOnceAndIsSetWhereItIsAsExpected() {
        server.query(
                "CREATE TABLE shop.owners (name String, epoch UInt64) ENGINE = KeeperMap('/owners') PRIMARY KEY name");
        String strict = " SETTINGS keeper_map_strict_mode = 1";
        server.query("INSERT INTO shop.owners" + strict + " VALUES ('orders-2', 1)");

        refused(999, () -> server.query("INSERT INTO shop.owners" + strict + " VALUES ('orders-2', 9)"));
        server.query("ALTER TABLE shop.owners UPDATE epoch = 2 WHERE name = 'orders-2' AND epoch = 1" + strict);
        server.query("ALTER TABLE shop.owners UPDATE epoch = 7 WHERE name = 'orders-2' AND epoch = 1" + strict);

        assertThat(server.query("SELECT name, epoch, _version FROM shop.owners"))
                .isEqualTo("orders-2\t2\t1");
    }

    private static void refused(int code, ThrowingCallable statement) {
        assertThatThrownBy(statement)
                .isInstanceOfSatisfying(
                        ClickHouseException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageStartingWith("Code: " + code + ". ");
    }
}
