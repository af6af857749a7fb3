// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import io.millrace.records.Side;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * How the subject that a record's schema has in the registry is named.
 *
 * @param associations what {@link SubjectStrategy#ASSOCIATED} needs
 */
public record SubjectNames(Side side, SubjectStrategy strategy, Associations associations) {
    /**
     * How associations are asked for and kept.
     *
     * @param fallback the strategy for a topic that has none; null refuses it
     * @param kept for how long; null until the task is started again
     */
    record Associations(
            String namespace,
            @Nullable SubjectStrategy fallback,
            @Nullable Duration kept,
            int topics) {
        static final Associations DEFAULTS = new Associations(ANY_CLUSTER, SubjectStrategy.TOPIC, null, 1_000);
    }

    private static final String STRATEGY = ".subject.name.strategy";
    private static final String CLUSTER_ID = "subject.name.strategy.kafka.cluster.id";
    private static final String FALLBACK_TYPE = "subject.name.strategy.fallback.type";
    private static final String CACHE_EXPIRY_SECS = "subject.name.strategy.cache.expiry.secs";
    private static final String CACHE_SIZE = "subject.name.strategy.cache.size";

    private static final String ANY_CLUSTER = "-";
    private static final String NO_FALLBACK = "NONE";
    private static final String NAMES =
            "TopicNameStrategy, RecordNameStrategy, TopicRecordNameStrategy or" + " AssociatedNameStrategy";
    private static final int MAX_SECONDS = 31_536_000;

    /** Subjects by topic. */
    SubjectNames(Side side) {
        this(side, SubjectStrategy.TOPIC, Associations.DEFAULTS);
    }

    /** Adds the settings that decide it to {@code def}. */
    public static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Subjects");
        for (Side side : Side.values()) {
            group.text(
                    side.label() + STRATEGY,
                    SubjectStrategy.TOPIC.simpleName(),
                    ConfigChecks.described(SubjectNames::requireStrategy, NAMES),
                    "Subject name strategy for " + side.label() + "s",
                    "How the subject of " + side.label() + "s is named: TopicNameStrategy, <topic>-" + side.label()
                            + "; RecordNameStrategy, the full name of the record schema; TopicRecordNameStrategy,"
                            + " <topic>-<full name>; AssociatedNameStrategy, what the registry associates with the"
                            + " topic, at one request per topic. Confluent's class names of them are understood.");
        }
        defineAssociations(group);
    }

    private static void defineAssociations(OptionGroup group) {
        group.text(
                        FALLBACK_TYPE,
                        SubjectStrategy.TOPIC.name(),
                        ConfigDef.ValidString.in("TOPIC", "RECORD", "TOPIC_RECORD", NO_FALLBACK),
                        "Fallback of associated names",
                        "How AssociatedNameStrategy names the subject of a topic that the registry associates none"
                                + " with: TOPIC, RECORD or TOPIC_RECORD as the strategies of these names; NONE refuses"
                                + " the record.")
                .text(
                        CLUSTER_ID,
                        ANY_CLUSTER,
                        null,
                        "Kafka cluster of associated names",
                        "The Kafka cluster whose topics AssociatedNameStrategy asks for; - for any.")
                .number(
                        CACHE_EXPIRY_SECS,
                        -1,
                        ConfigChecks.between(-1, MAX_SECONDS, -1),
                        "Associated names kept",
                        "For how many seconds AssociatedNameStrategy keeps what the registry said of a topic. -1 until"
                                + " the task is started again.")
                .number(
                        CACHE_SIZE,
                        1_000,
                        ConfigChecks.between(1, 1_000_000, 1_000),
                        "Topics with associated names kept",
                        "For how many topics AssociatedNameStrategy keeps it. More topics than this cost requests.");
    }

    public static SubjectNames from(AbstractConfig config, Side side) {
        String fallback = config.getString(FALLBACK_TYPE);
        int seconds = config.getInt(CACHE_EXPIRY_SECS);
        return new SubjectNames(
                side,
                SubjectStrategy.named(config.getString(side.label() + STRATEGY)).orElseThrow(),
                new Associations(
                        config.getString(CLUSTER_ID),
                        fallback.equals(NO_FALLBACK) ? null : SubjectStrategy.valueOf(fallback),
                        seconds < 0 ? null : Duration.ofSeconds(seconds),
                        config.getInt(CACHE_SIZE)));
    }

    private static void requireStrategy(String name, Object value) {
        if (SubjectStrategy.named(String.valueOf(value)).isEmpty()) {
            throw ConfigChecks.refusal(name, value, "expected " + NAMES, SubjectStrategy.TOPIC.simpleName());
        }
    }
}
