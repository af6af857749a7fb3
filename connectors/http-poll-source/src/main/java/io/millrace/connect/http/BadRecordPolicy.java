// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.net.SourceMetrics;
import io.millrace.connect.device.internal.page.BadRecordException;
import io.millrace.connect.http.HttpPollConfig.BadRecords;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of records that do not fit, as {@code bad.records} says. */
final class BadRecordPolicy {
    /** Headers of a record in the topic of bad records: why it is there, and where it came from. */
    static final String REASON = "millrace.reason";

    static final String REQUEST = "millrace.request";

    private static final Logger LOG = LoggerFactory.getLogger(BadRecordPolicy.class);

    private final BadRecords policy;
    private final String topic;
    private final String label;
    private final SourceMetrics metrics;

    /** @param label what one record is called in error texts */
    BadRecordPolicy(Endpoint endpoint, String label, SourceMetrics metrics) {
        this.policy = endpoint.badRecords();
        this.topic = endpoint.badRecordsTopic();
        this.label = label;
        this.metrics = metrics;
    }

    /** Whether the page goes on without the record. */
    boolean isPutAside(BadRecordException bad, String where) {
        metrics.badRecord();
        if (policy != BadRecords.FAIL) {
            LOG.debug("{}", reason(bad, where));
        }
        return policy != BadRecords.FAIL;
    }

    /** The error that stops the task. */
    DataException error(BadRecordException bad, String where) {
        return new DataException(
                reason(bad, where) + " It and what follows was not delivered. Have the API corrected, or set "
                        + HttpPollConfig.BAD_RECORDS + PageFetcher.RESTART,
                bad);
    }

    private String reason(BadRecordException bad, String where) {
        return "Cannot read a " + label + ": found " + bad.found() + " at " + where + ", " + bad.pointer() + ".";
    }

    /** The record for the topic of bad records; null if it is left out. */
    RecordCollector.@Nullable Dead deadLetter(BadRecordException bad, String where) {
        if (policy != BadRecords.DEAD_LETTER) {
            return null;
        }
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString(REASON, reason(bad, where));
        headers.addString(REQUEST, where);
        return (sourcePartition, offset) -> new SourceRecord(
                sourcePartition, offset, topic, null, null, null, Schema.STRING_SCHEMA, bad.text(), null, headers);
    }
}
