// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static io.millrace.records.ConfigChecks.choice;
import static io.millrace.records.ConfigChecks.described;
import static io.millrace.records.ConfigChecks.refusal;

import io.millrace.records.OptionGroup;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a record that cannot be read. */
final class ErrorPolicy {
    static final String ERRORS = "errors";
    static final String TOPIC = "quarantine.topic";
    /** Header of a quarantined record: why it is there. */
    static final String REASON_HEADER = "millrace.error";
    /** Header of a quarantined record: the topic that it would have gone to. */
    static final String TOPIC_HEADER = "millrace.topic";

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPolicy.class);
    private static final String PLACE = "${topic}";
    private static final String DEFAULT_TOPIC = "${topic}.quarantine";

    enum Errors {
        FAIL,
        SKIP,
        QUARANTINE
    }

    private final Errors errors;
    private final String topic;

    ErrorPolicy(AbstractConfig config) {
        this.errors = choice(Errors.class, config.getString(ERRORS));
        this.topic = config.getString(TOPIC);
    }

    static ConfigDef define(ConfigDef def) {
        new OptionGroup(def, "Errors")
                .choice(
                        ERRORS,
                        Errors.FAIL,
                        "Errors",
                        "What becomes of a record that cannot be read. fail: an error, which stops the task or, in a "
                                + "sink, goes where errors.tolerance says. skip: the record is dropped; the log says "
                                + "so at level DEBUG. quarantine: the record goes to another topic as it came, with "
                                + "the reason in its headers; this works in source connectors too, for which Connect "
                                + "has no dead letter queue.")
                .text(
                        TOPIC,
                        DEFAULT_TOPIC,
                        described(ErrorPolicy::requireTopic, "a topic name, ${topic} stands for the record's own"),
                        "Quarantine topic",
                        "Where errors=quarantine sends records; ${topic} stands for the record's own topic. One topic "
                                + "for each table keeps their schemas apart in a schema registry.");
        return def;
    }

    private static void requireTopic(String name, Object value) {
        String rest = ((String) value).replace(PLACE, "t");
        if (!rest.matches("[a-zA-Z0-9._-]{1,249}")) {
            throw refusal(
                    name, value, "expected letters, digits, dots, underscores, hyphens and ${topic}", DEFAULT_TOPIC);
        }
    }

    /** What goes on in place of {@code record}; null for nothing. */
    <R extends ConnectRecord<R>> @Nullable R settle(R record, DataException error) {
        return switch (errors) {
            case FAIL -> throw error;
            case SKIP -> {
                LOG.debug("Skipped a record: {}", error.getMessage());
                yield null;
            }
            case QUARANTINE -> quarantined(record, String.valueOf(error.getMessage()));
        };
    }

    private <R extends ConnectRecord<R>> R quarantined(R record, String reason) {
        ConnectHeaders headers = new ConnectHeaders(record.headers());
        headers.addString(REASON_HEADER, reason);
        headers.addString(TOPIC_HEADER, record.topic());
        return record.newRecord(
                topic.replace(PLACE, record.topic()),
                record instanceof SinkRecord ? record.kafkaPartition() : null, // a sink's has one, always
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                headers);
    }
}
