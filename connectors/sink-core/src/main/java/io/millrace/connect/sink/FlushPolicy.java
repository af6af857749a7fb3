// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.time.Duration;

/**
 * When buffered records are written, and how long a store that cannot be reached is waited for.
 *
 * @param maxRows that start a flush
 * @param maxBytes of encoded rows that start a flush
 * @param bufferBytes of rows and their records, in a flush and waiting for the next, beyond which partitions are paused
 */
public record FlushPolicy(
        int maxRows,
        long maxBytes,
        long bufferBytes,
        Duration linger,
        Duration retryBackoff,
        Duration retryTimeout,
        Duration openTimeout) {
    /** The same for each of several engines, which share the buffer. */
    public FlushPolicy sharedBy(int engines) {
        long share = Math.max(1, bufferBytes / engines);
        return new FlushPolicy(
                maxRows, Math.min(maxBytes, share), share, linger, retryBackoff, retryTimeout, openTimeout);
    }
}
