// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.ConnectRestException;
import java.time.Duration;

/** How an operator learns that a rule is missing. */
sealed interface Symptom {
    Duration PATIENCE = Duration.ofSeconds(180);

    /** Does what needs the rule, and waits for the symptom. */
    void awaitAfter(Runnable provocation, GuardedPipeline pipeline);

    /** The connector or a task of it fails, and says so in its trace. */
    record Failed(String connector, String trace) implements Symptom {
        @Override
        public void awaitAfter(Runnable provocation, GuardedPipeline pipeline) {
            provocation.run();
            pipeline.worker()
                    .await(
                            connector,
                            "to fail with " + trace,
                            status -> status.failures().contains(trace),
                            PATIENCE);
        }
    }

    /** The REST API refuses the request. */
    record Refused(String body) implements Symptom {
        @Override
        public void awaitAfter(Runnable provocation, GuardedPipeline pipeline) {
            assertThat(catchThrowableOfType(ConnectRestException.class, provocation::run))
                    .isNotNull()
                    .extracting(ConnectRestException::body)
                    .asString()
                    .contains(body);
        }
    }

    /** Only the worker's log says so. */
    record Logged(String line) implements Symptom {
        @Override
        public void awaitAfter(Runnable provocation, GuardedPipeline pipeline) {
            long logEnd = LogFile.end(pipeline.worker().log());
            provocation.run();
            await(line)
                    .atMost(PATIENCE)
                    .until(() -> LogFile.since(pipeline.worker().log(), logEnd).contains(line));
        }
    }
}
