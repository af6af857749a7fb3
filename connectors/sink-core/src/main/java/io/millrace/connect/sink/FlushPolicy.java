// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.time.Duration;

/** When buffered records are written, and how long a store that cannot be reached is waited for. */
public record FlushPolicy(
        int maxRows,
        long maxBytes,
        Duration linger,
        Duration retryBackoff,
        Duration retryTimeout,
        Duration openTimeout) {}
