// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounds what a task holds: its partitions are paused beyond it, until half of it is written. Not thread-safe. */
final class Backpressure {
    private static final Logger LOG = LoggerFactory.getLogger(Backpressure.class);

    private final SinkTaskContext context;
    private final long fullBytes;
    private boolean paused;

    Backpressure(SinkTaskContext context, long bufferBytes) {
        this.context = context;
        this.fullBytes = bufferBytes - bufferBytes / 8; // a row more, and a larger array, still fit in
    }

    boolean isFull(long heldBytes) {
        return heldBytes >= fullBytes;
    }

    /** Whether so much may be kept for later use: a batch of the usual size, but not if hardly anything fits in beside it. */
    boolean isLittle(long heldBytes) {
        return heldBytes <= fullBytes / 2;
    }

    boolean isPaused() {
        return paused;
    }

    /** Partitions that are given to a task that is paused are paused too. */
    void opened(TopicPartition[] assigned) {
        if (paused) {
            context.pause(assigned);
        }
    }

    /**
     * Pauses or resumes.
     *
     * @param isWriting whether a flush is under way, after whose end there will be less
     * @param isIdle whether nothing is being written, or waits to be
     */
    void update(long heldBytes, boolean isWriting, boolean isIdle, TopicPartition[] assigned) {
        if (!paused && isWriting && isFull(heldBytes)) {
            paused = true;
            context.pause(assigned);
            LOG.debug("Paused at {} bytes", heldBytes);
        } else if (paused && (heldBytes <= fullBytes / 2 || isIdle)) {
            paused = false;
            context.resume(assigned);
            LOG.debug("Resumed at {} bytes", heldBytes);
        }
    }
}
