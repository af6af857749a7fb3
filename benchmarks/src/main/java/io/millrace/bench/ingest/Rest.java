// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Waits until nobody writes any more, so that what one contender has put off is not done in another's turn. */
final class Rest implements AutoCloseable {
    private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();
    private static final int QUIET_POLLS = 6;

    private final Admin admin;

    Rest(String bootstrapServers) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** Until all transactions are committed and no more records come for a while, in a topic with one partition. */
    void await(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        long before = -1;
        int quiet = 0;
        while (quiet < QUIET_POLLS) {
            long end = end(partition, IsolationLevel.READ_UNCOMMITTED);
            quiet = end == before && end == end(partition, IsolationLevel.READ_COMMITTED) ? quiet + 1 : 0;
            before = end;
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private long end(TopicPartition partition, IsolationLevel isolation) {
        try {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot read the end of " + partition + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
