// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.util.OptionalLong;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how far queries are: records, rate, lag and time of each batch that read something. */
final class ProgressLog extends StreamingQueryListener {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ProgressLog.class);

    @Override
    public void onQueryStarted(QueryStartedEvent event) {
        LOG.info("Query {} started, run {}", event.name(), event.runId());
    }

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
        StreamingQueryProgress progress = event.progress();
        if (progress.numInputRows() == 0) {
            return;
        }
        for (SourceProgress source : progress.sources()) {
            OptionalLong lag = Lag.of(source);
            LOG.info(
                    "Query {} batch {}: {} records in {} ms, {} a second, up to {}; behind by at most {} records",
                    progress.name(),
                    progress.batchId(),
                    source.numInputRows(),
                    progress.batchDuration(),
                    Math.round(source.processedRowsPerSecond()),
                    source.endOffset(),
                    lag.isPresent() ? lag.getAsLong() : "unknown");
        }
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {
        LOG.info("Query run {} ended{}", event.runId(), event.exception().isDefined() ? " with an error" : "");
    }
}
