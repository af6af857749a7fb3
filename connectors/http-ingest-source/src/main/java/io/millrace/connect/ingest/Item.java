// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.connect.device.internal.shape.Shaped;
import org.jspecify.annotations.Nullable;

/**
 * One event of a request.
 *
 * @param label what its result is filed under: its id, or where it was in the request
 * @param id what tells it from others; null if nothing does
 * @param shaped what goes to Kafka: the event, or what a topic of bad events keeps of one; null for nothing
 * @param topic where to
 * @param reason why it is dropped; null if it is not
 */
record Item(
        String label,
        @Nullable String id,
        @Nullable Shaped shaped,
        String topic,
        @Nullable String reason) {
    boolean isBad() {
        return reason != null;
    }
}
