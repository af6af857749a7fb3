// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.FencedException;
import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.FakeSinkTaskContext;
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
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A task that stands still in the middle of a put, wherever that is, while another takes its partition over: when it
 * goes on it is fenced, and each record is there once.
 */
@Timeout(120)
class PostgresSinkStuckTaskIT {
    private static final Schema VALUE =
            SchemaBuilder.struct().field("n", Schema.INT64_SCHEMA).build();
    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final int BATCH = 50;

    private Sandbox sandbox;
    private FaultProxy proxy;

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
        proxy = FaultProxy.before(TestServers.postgres());
    }

    @AfterEach
    void close() throws SQLException {
        proxy.close();
        sandbox.close();
    }

    private Map<String, String> config(String url) {
        return sandbox.config(
                "connection.url",
                url,
                "write.mode",
                "insert",
                "key.mode",
                "none",
                "statement.timeout.ms",
                "2000",
                "lock.timeout.ms",
                "300",
                "retry.backoff.ms",
                "10");
    }

    private Map<String, String> throughTheProxy() {
        DatabaseServer server = TestServers.postgres();
        return config(server.jdbcUrl().replace(":" + server.port() + "/", ":" + proxy.port() + "/"));
    }

    private static List<SinkRecord> batch(int first) {
        List<SinkRecord> batch = new ArrayList<>();
        for (long n = first; n < first + BATCH; n++) {
            batch.add(Sandbox.record("t", n, Sandbox.key(n), new Struct(VALUE).put("n", n)));
        }
        return batch;
    }

    private static Stream<Arguments> places() {
        return Stream.of(
                Arguments.of("before its transaction", FrontendMessage.statement("BEGIN")),
                Arguments.of("in the middle of COPY", FrontendMessage.copyData()),
                Arguments.of("at the end of COPY", FrontendMessage.copyDone()),
                Arguments.of("before COMMIT", FrontendMessage.statement("COMMIT")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void isFencedWhenItGoesOn(String place, Predicate<FrontendMessage> at) throws Exception {
        DrivenTask zombie = sandbox.task("t", throughTheProxy());
        zombie.put(batch(0));
        FaultRule stuck = proxy.onFrontend(at, Fault.HOLD);
        CompletableFuture<Void> putting = CompletableFuture.runAsync(() -> zombie.put(batch(BATCH)));
        stuck.awaitFired(Duration.ofSeconds(20));

        FakeSinkTaskContext context = new FakeSinkTaskContext(null);
        DrivenTask owner = sandbox.task("t", config(TestServers.postgres().jdbcUrl()), context);
        assertThat(context.sought()).as("stuck " + place).containsEntry(P0, (long) BATCH);
        stuck.release();

        assertThatThrownBy(() -> putting.get(30, TimeUnit.SECONDS))
                .hasCauseExactlyInstanceOf(FencedException.class)
                .cause()
                .hasMessage("Cannot write t-0: found epoch 2 in " + sandbox.schema + "_offsets.sink_offsets (expected"
                        + " epoch 1), so another task owns it now. Nothing was written. If no other task runs, restart"
                        + " this one.");
        owner.put(batch(BATCH));
        owner.put(batch(2 * BATCH));
        zombie.stop();
        owner.stop();
        assertThat(sandbox.query("SELECT n FROM $.t ORDER BY n"))
                .isEqualTo(
                        LongStream.range(0, 3 * BATCH).mapToObj(String::valueOf).toList());
        assertThat(sandbox.query("SELECT next_offset, epoch FROM $_offsets.sink_offsets"))
                .containsExactly(3 * BATCH + "|2");
    }
}
