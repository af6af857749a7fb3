// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import io.millrace.records.Side;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The subject that a record's schema has in the registry. */
public final class SubjectNames {
    private static final String STRATEGY = ".subject.name.strategy";
    private static final String TOPIC_NAME_STRATEGY = "TopicNameStrategy";

    private final Side side;

    SubjectNames(Side side) {
        this.side = side;
    }

    /** Adds the settings that decide it to {@code def}. */
    public static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Schemas");
        for (Side side : Side.values()) {
            group.text(
                    side.label() + STRATEGY,
                    TOPIC_NAME_STRATEGY,
                    ConfigChecks.described(SubjectNames::requireTopicNames, TOPIC_NAME_STRATEGY),
                    "Subject name strategy for " + side.label() + "s",
                    "How the subject of " + side.label() + "s is named. Only TopicNameStrategy, <topic>-key and"
                            + " <topic>-value, is there; Confluent's class name of it is understood.");
        }
    }

    public static SubjectNames from(AbstractConfig config, Side side) {
        return new SubjectNames(side);
    }

    private static void requireTopicNames(String name, Object value) {
        String simple = String.valueOf(value);
        simple = simple.substring(simple.lastIndexOf('.') + 1);
        if (!simple.equals(TOPIC_NAME_STRATEGY)) {
            throw ConfigChecks.refusal(name, value, "expected " + TOPIC_NAME_STRATEGY, TOPIC_NAME_STRATEGY);
        }
    }

    String subject(String topic) {
        return topic + "-" + side.label();
    }
}
