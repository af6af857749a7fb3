// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which topics a sink reads, by its settings. */
record Subscription(Set<String> listed, String regex, String startsAt) {
    private static final String RESET = "consumer.override.auto.offset.reset";

    static Subscription of(Map<String, String> config) {
        Set<String> listed = Stream.of(config.getOrDefault("topics", "").split(",", -1))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        return new Subscription(
                listed, config.getOrDefault("topics.regex", ""), config.getOrDefault(RESET, "earliest"));
    }

    /** Whether partitions without an offset are read from their end. */
    boolean startsAtEnd() {
        return startsAt.equals("latest");
    }

    boolean contains(String topic) {
        return listed.contains(topic) || matches(topic);
    }

    /** The topics; {@code all} is asked only where a pattern selects among them. */
    Set<String> topics(Supplier<Set<String>> all) {
        Set<String> topics = new TreeSet<>(listed);
        if (!regex.isEmpty()) {
            all.get().stream().filter(this::matches).forEach(topics::add);
        }
        return topics;
    }

    private boolean matches(String topic) {
        try {
            return !regex.isEmpty() && Pattern.matches(regex, topic);
        } catch (PatternSyntaxException refusedByConnect) {
            return false;
        }
    }
}
