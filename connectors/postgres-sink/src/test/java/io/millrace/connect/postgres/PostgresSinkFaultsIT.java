// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.Fault;
import io.millrace.testkit.servers.FaultProxy;
import io.millrace.testkit.servers.FaultRule;
import io.millrace.testkit.servers.FrontendMessage;
import io.millrace.testkit.servers.TestServers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The task behind a bad network: wherever the connection is lost on the way of a transaction, each record takes effect
 * once. A trigger notes every row that is written, so that one that is written twice shows in an upserted table too.
 */
@Timeout(120)
class PostgresSinkFaultsIT {
    private static final Schema VALUE =
            SchemaBuilder.struct().field("n", Schema.INT64_SCHEMA).build();
    private static final int BEFORE = 100;
    private static final int RECORDS = 300;
    private static final int KEYS = 70; // more than a batch, so that compaction hides nothing
    private static final Predicate<FrontendMessage> COMMIT = FrontendMessage.statement("COMMIT");

    private enum Cut {
        AMID_COPY(FrontendMessage.copyData(), Fault.RESET),
        NETWORK_GONE_AMID_COPY(FrontendMessage.copyData(), Fault.SWALLOW),
        BEFORE_COPY_ENDS(FrontendMessage.copyDone(), Fault.RESET),
        WHEN_COPY_HAS_ENDED(FrontendMessage.copyDone(), Fault.LOSE_REPLY),
        BEFORE_COMMIT(COMMIT, Fault.RESET),
        COMMIT_LOST(COMMIT, Fault.SWALLOW),
        ANSWER_TO_COMMIT_LOST(COMMIT, Fault.LOSE_REPLY);

        private final Predicate<FrontendMessage> at;
        private final Fault fault;

        Cut(Predicate<FrontendMessage> at, Fault fault) {
            this.at = at;
            this.fault = fault;
        }
    }

    private enum Mode {
        INSERT("CREATE TABLE $.t (n bigint)", "insert", "none"),
        UPSERT("CREATE TABLE $.t (id bigint PRIMARY KEY, n bigint)", "upsert", "record_key");

        private final String table;
        private final String writeMode;
        private final String keyMode;

        Mode(String table, String writeMode, String keyMode) {
            this.table = table;
            this.writeMode = writeMode;
            this.keyMode = keyMode;
        }
    }

    private Sandbox sandbox;
    private FaultProxy proxy;

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
        proxy = FaultProxy.before(TestServers.postgres());
    }

    @AfterEach
    void close() throws SQLException {
        proxy.close(); // first: ends what would hold locks
        sandbox.close();
    }

    private void createTable(Mode mode) throws SQLException {
        sandbox.execute(mode.table + "; CREATE TABLE $.written (n bigint);"
                + " CREATE FUNCTION $.note() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN INSERT INTO $.written VALUES (NEW.n); RETURN NULL; END';"
                + " CREATE TRIGGER note AFTER INSERT OR UPDATE ON $.t FOR EACH ROW EXECUTE FUNCTION $.note()");
    }

    /** Through the proxy; what waits, waits briefly. */
    private Map<String, String> config(Mode mode, String... keysAndValues) {
        DatabaseServer server = TestServers.postgres();
        Map<String, String> config = sandbox.config(keysAndValues);
        config.put(
                "connection.url",
                server.jdbcUrl().replace(":" + server.port() + "/", ":" + proxy.port() + "/") + "?socketTimeout=2");
        config.put("write.mode", mode.writeMode);
        config.put("key.mode", mode.keyMode);
        config.put("connection.timeout.ms", "1000");
        config.put("statement.timeout.ms", "3000");
        config.put("lock.timeout.ms", "500");
        config.put("retry.backoff.ms", "10");
        return config;
    }

    private Delivery delivery(Mode mode, String... keysAndValues) throws SQLException {
        createTable(mode);
        return new Delivery(sandbox, "t", config(mode, keysAndValues));
    }

    private static List<SinkRecord> log(int records) {
        List<SinkRecord> log = new ArrayList<>();
        for (long n = 0; n < records; n++) {
            log.add(Sandbox.record("t", n, Sandbox.key(n % KEYS), new Struct(VALUE).put("n", n)));
        }
        return log;
    }

    private void checkEachRecordTookEffectOnce(Mode mode) throws SQLException {
        List<String> all =
                LongStream.range(0, RECORDS).mapToObj(String::valueOf).toList();
        List<String> expected = mode == Mode.INSERT ? all : all.subList(RECORDS - KEYS, RECORDS);
        assertThat(sandbox.query("SELECT n FROM $.written"))
                .as("no record twice; of a key only the last one in a transaction is written")
                .doesNotHaveDuplicates()
                .containsAll(expected);
        assertThat(sandbox.query("SELECT n FROM $.t ORDER BY n")).isEqualTo(expected);
        assertThat(sandbox.query("SELECT topic, partition, next_offset FROM $_offsets.sink_offsets"))
                .containsExactly("t|0|" + RECORDS);
    }

    private static Stream<Arguments> cutsAndModes() {
        return Stream.of(Cut.values()).flatMap(cut -> Stream.of(Mode.values()).map(mode -> Arguments.of(cut, mode)));
    }

    @ParameterizedTest
    @MethodSource("cutsAndModes")
    void writesOnceWhenTheSameTaskTriesAgain(Cut cut, Mode mode) throws SQLException {
        try (Delivery delivery = delivery(mode)) {
            delivery.run(log(BEFORE));
            FaultRule rule = proxy.onFrontend(cut.at, cut.fault);

            delivery.run(log(RECORDS));

            assertThat(rule.hasFired()).isTrue();
            assertThat(delivery.retries()).isPositive();
            assertThat(delivery.restarts()).isZero();
        }
        checkEachRecordTookEffectOnce(mode);
    }

    @ParameterizedTest
    @MethodSource("cutsAndModes")
    void writesOnceWhenAnotherTaskGoesOn(Cut cut, Mode mode) throws SQLException {
        try (Delivery delivery = delivery(mode, "retry.timeout.ms", "0")) {
            delivery.run(log(BEFORE));
            FaultRule rule = proxy.onFrontend(cut.at, cut.fault);

            delivery.run(log(RECORDS));

            assertThat(rule.hasFired()).isTrue();
            assertThat(delivery.restarts()).isPositive();
        }
        checkEachRecordTookEffectOnce(mode);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void acceptsACommitThatArrivesAfterTheTaskHasGivenItUp(Mode mode) throws SQLException {
        try (Delivery delivery = delivery(mode)) {
            delivery.run(log(BEFORE));
            FaultRule late = proxy.onFrontend(COMMIT, Fault.HOLD);

            delivery.onRetry(late::release).run(log(RECORDS));

            assertThat(late.hasFired()).isTrue();
            assertThat(delivery.retries()).isPositive();
            assertThat(delivery.restarts()).isZero();
        }
        checkEachRecordTookEffectOnce(mode);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void goesOnAfterTheNetworkWasGone(Mode mode) throws SQLException {
        try (Delivery delivery = delivery(mode)) {
            delivery.run(log(BEFORE));
            proxy.halfOpen();

            delivery.onRetry(() -> passAfter(delivery, 2)).run(log(RECORDS));

            assertThat(delivery.retries()).isGreaterThanOrEqualTo(2);
            assertThat(delivery.restarts()).isZero();
        }
        checkEachRecordTookEffectOnce(mode);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void goesOnAfterTheServerWasGone(Mode mode) throws SQLException {
        try (Delivery delivery = delivery(mode)) {
            delivery.run(log(BEFORE));
            proxy.refuse();

            delivery.onRetry(() -> passAfter(delivery, 5)).run(log(RECORDS));

            assertThat(delivery.retries()).isGreaterThanOrEqualTo(5);
            assertThat(delivery.restarts()).isZero();
        }
        checkEachRecordTookEffectOnce(mode);
    }

    private void passAfter(Delivery delivery, int retries) {
        if (delivery.retries() >= retries) {
            proxy.pass();
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void waitsForSlowAnswers(Mode mode) throws SQLException {
        try (Delivery delivery = delivery(mode)) {
            proxy.latency(Duration.ofMillis(100));

            delivery.run(log(RECORDS));

            assertThat(delivery.retries()).isZero();
            assertThat(delivery.restarts()).isZero();
        }
        checkEachRecordTookEffectOnce(mode);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void givesUpOnAnswersThatAreTooSlowAndTriesAgain(Mode mode) throws SQLException {
        try (Delivery delivery = delivery(mode)) {
            delivery.run(log(BEFORE));
            proxy.latency(Duration.ofSeconds(3));

            delivery.onRetry(() -> passAfter(delivery, 2)).run(log(RECORDS));

            assertThat(delivery.retries()).isGreaterThanOrEqualTo(2);
            assertThat(delivery.restarts()).isZero();
        }
        checkEachRecordTookEffectOnce(mode);
    }

    @Test
    void opensOnceTheServerAnswers() throws Exception {
        createTable(Mode.INSERT);
        proxy.halfOpen();
        CompletableFuture<Delivery> opening =
                CompletableFuture.supplyAsync(() -> new Delivery(sandbox, "t", config(Mode.INSERT)));
        awaitConnection();
        assertThat(opening).isNotDone();

        proxy.pass();

        try (Delivery delivery = opening.get(30, TimeUnit.SECONDS)) {
            delivery.run(log(RECORDS));
        }
        checkEachRecordTookEffectOnce(Mode.INSERT);
    }

    private void awaitConnection() {
        for (int i = 0; proxy.connections() == 0; i++) {
            assertThat(i).as("tries").isLessThan(1_000);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
