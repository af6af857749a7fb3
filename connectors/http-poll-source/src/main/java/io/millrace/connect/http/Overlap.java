// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the ids that are kept are all that the API may serve again. */
final class Overlap {
    private static final Logger LOG = LoggerFactory.getLogger(Overlap.class);

    private final Endpoint endpoint;
    private final boolean matters;
    private boolean hasWarned;

    Overlap(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.matters = !endpoint.isAppendOnly() || endpoint.getLong(HttpPollConfig.WINDOW_STEP_MS) > 0;
    }

    /**
     * Notes what has gone.
     *
     * @throws ConnectException if ids have gone that may be needed, and exactly-once delivery is required
     */
    void check(SeenIds ids) {
        if (ids.dropped() == 0 || !matters) {
            return;
        }
        String found = "found more than " + endpoint.idMax() + " records that may be served again ("
                + HttpPollConfig.ID_MAX + ") at " + endpoint.address();
        if (endpoint.isExactlyOnceRequired()) {
            throw new ConnectException(
                    "Cannot tell records apart: " + found + ". Raise it, or read less at a time" + PageFetcher.RESTART);
        }
        if (!hasWarned) {
            hasWarned = true;
            LOG.warn("Records may be delivered again: {}. Raise it. Further ones are not logged.", found);
        }
    }
}
