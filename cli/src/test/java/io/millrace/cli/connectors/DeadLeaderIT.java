// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.cli.Outcome;
import io.millrace.testkit.api.FakeApi;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.ConnectWorkerBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator sees of a group whose leader has just been killed, through the worker that is left. */
@Timeout(180)
class DeadLeaderIT {
    private static final String NAME = "orphan";

    @Test
    void theWorkerThatIsLeftDoesItOnceItLeads() {
        try (FakeApi api = new FakeApi(5);
                ConnectWorker leader = worker().start();
                ConnectWorker follower = worker().start()) {
            leader.put(NAME, OperatedWorker.sourceConfig(api, "orphans"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> follower.connectors().contains(NAME));
            follower.awaitRunning(NAME, Duration.ofSeconds(60));
            leader.kill();

            Outcome stopped = Outcome.of("connectors", "--url", follower.url(), "--timeout", "2m", "stop", NAME);

            assertThat(stopped.err())
                    .contains("The workers are not ready, asking again for up to 120 s: ")
                    .contains(NAME + ": STOPPED, tasks: none");
            assertThat(stopped.out()).isEqualTo(NAME + ": STOPPED\n");
            assertThat(stopped.status()).isZero();
        }
    }

    /** The first to be started leads. */
    private static ConnectWorkerBuilder worker() {
        return OperatedWorker.builder().group("dead-leader");
    }
}
