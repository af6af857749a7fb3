// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.runtime.ConnectorConfig;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.errors.ToleranceType;

/** What a worker does about a record that fails, as {@code errors.*} says. */
final class Tolerance {
    private final ConnectorConfig config;

    Tolerance(ConnectorConfig config) {
        this.config = config;
    }

    /** One sentence. */
    String consequence(StageFailure failure) {
        if (!failure.isTolerable()) {
            return "The task fails whatever errors.tolerance is: this is an error of the JVM, no exception.";
        }
        return retries(failure)
                + (config.errorToleranceType() == ToleranceType.NONE
                        ? "the task fails (errors.tolerance is none)."
                        : skipped());
    }

    private String retries(StageFailure failure) {
        long timeoutMs = config.errorRetryTimeout();
        if (timeoutMs == 0 || !(failure.thrown() instanceof RetriableException)) {
            return "In a worker ";
        }
        return timeoutMs < 0
                ? "A worker would try again without end (errors.retry.timeout is -1); else "
                : "After trying again for " + timeoutMs + " ms (errors.retry.timeout) ";
    }

    private String skipped() {
        String queue = config instanceof SinkConnectorConfig sink ? sink.dlqTopicName() : "";
        if (queue != null && !queue.isEmpty()) {
            return "the record goes to the dead letter queue " + queue + " (errors.tolerance is all).";
        }
        return config.enableErrorLog()
                ? "the record is logged and skipped (errors.tolerance is all)."
                : "the record is skipped, and nothing says so (errors.tolerance is all, errors.log.enable false).";
    }
}
