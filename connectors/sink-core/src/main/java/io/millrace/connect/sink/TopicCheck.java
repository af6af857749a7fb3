// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares stored offsets with the topics that are there when a task takes partitions over. */
public final class TopicCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);

    private final TopicState topics;
    private final TopicChange mode;

    public TopicCheck(TopicState topics, TopicChange mode) {
        this.topics = topics;
        this.mode = mode;
    }

    TopicChange mode() {
        return mode;
    }

    /** Asks nobody. */
    public static TopicCheck none() {
        return new TopicCheck(TopicState.unasked(), TopicChange.FAIL);
    }

    /**
     * The claims whose rows are to be stored anew: those of topics whose id was not known yet, and those that go on
     * elsewhere because the topic has changed. A {@link ConnectException} where a changed topic is to stop the task.
     *
     * @param offsetsTable for messages
     */
    Map<TopicPartition, Claim> corrections(Map<TopicPartition, Claim> claims, String offsetsTable) {
        Map<TopicPartition, TopicState.Found> found = topics.ask(claims.keySet());
        Map<TopicPartition, Claim> corrections = new TreeMap<>(Ownership.BY_NAME);
        Map<TopicPartition, Claim> sorted = new TreeMap<>(Ownership.BY_NAME);
        sorted.putAll(claims);
        sorted.forEach((id, claim) -> {
            Resumption resumption = Resumption.decide(claim, found.get(id), mode);
            if (resumption.isChanged()) {
                report(id, resumption, offsetsTable);
            }
            if (!resumption.claim().equals(claim)) {
                corrections.put(id, resumption.claim());
            }
        });
        return corrections;
    }

    private void report(TopicPartition id, Resumption resumption, String offsetsTable) {
        String message = "Cannot continue " + id + " at the offset stored in " + offsetsTable + ": found "
                + resumption.change() + ".";
        if (mode == TopicChange.FAIL) {
            throw new ConnectException(
                    message + " Set 'topic.changed.mode' to earliest or latest, or stop the connector"
                            + " and alter its offsets, and start it again.");
        }
        LOG.warn(
                "{} Going on at offset {} as 'topic.changed.mode' says.",
                message,
                resumption.claim().nextOffset());
    }
}
