// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.util.Arrays;
import org.apache.spark.sql.streaming.StateOperatorProgress;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of rows that Spark drops because its watermark has passed them: {@link Timeliness} is there so that there are none. */
final class DroppedRowsLog extends StreamingQueryListener {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DroppedRowsLog.class);

    @Override
    public void onQueryStarted(QueryStartedEvent event) {}

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
        long dropped = Arrays.stream(event.progress().stateOperators())
                .mapToLong(StateOperatorProgress::numRowsDroppedByWatermark)
                .sum();
        if (dropped > 0) {
            LOG.warn(
                    "Query {} batch {}: dropped {} rows behind the watermark {} (expected none). Either their records were"
                            + " delivered again long after the first time, and have been counted then; or partitions are read"
                            + " further apart than --skew. Raise it, and begin with a new checkpoint to count them.",
                    event.progress().name(),
                    event.progress().batchId(),
                    dropped,
                    event.progress().eventTime().get("watermark"));
        }
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {}
}
