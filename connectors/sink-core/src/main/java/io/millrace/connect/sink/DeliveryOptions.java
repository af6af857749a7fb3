// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;

/** What happens when the store, or a topic, is not as before. */
public final class DeliveryOptions {
    static final String RETRY_BACKOFF_MS = "retry.backoff.ms";
    static final String RETRY_TIMEOUT_MS = "retry.timeout.ms";
    public static final String TOPIC_CHANGED_MODE = "topic.changed.mode";
    /** Settings of an admin client follow, {@code topic.check.bootstrap.servers} first of all. */
    public static final String TOPIC_CHECK_PREFIX = "topic.check.";

    static final String TOPIC_CHECK_SERVERS = TOPIC_CHECK_PREFIX + "bootstrap.servers";

    private static final Duration OPEN_TIMEOUT = Duration.ofMinutes(2); // below max.poll.interval.ms

    private static final Pattern NAMED = Pattern.compile(" configuration ([a-z0-9.]+):");

    private final AbstractConfig config;

    public DeliveryOptions(AbstractConfig config) {
        this.config = config;
    }

    /** Adds how long a store is waited for. */
    public static void defineRetries(OptionGroup group) {
        group.number(
                        RETRY_BACKOFF_MS,
                        1_000L,
                        ConfigChecks.between(10, 300_000, 1_000L),
                        "Retry backoff",
                        "Pause, in milliseconds, before a batch is tried again.")
                .number(
                        RETRY_TIMEOUT_MS,
                        600_000L,
                        ConfigChecks.between(0, Long.MAX_VALUE, 600_000L),
                        "Retry timeout",
                        "How long, in milliseconds, one batch is retried while the database cannot be reached or asks to"
                                + " try again, before the task fails. 0 disables retries. Longer rides out outages;"
                                + " shorter surfaces them. Nothing is lost either way.");
    }

    /** Adds what a topic that was made anew does. */
    public static void defineTopics(OptionGroup group) {
        group.text(
                        TOPIC_CHANGED_MODE,
                        Choices.text(TopicChange.FAIL),
                        Choices.oneOf(TopicChange.FAIL),
                        "Changed topics",
                        "What to do when a topic is no longer the one that an offset was stored for: made anew, or cut off"
                                + " below the stored offset. fail: the task fails and says so. earliest: it begins with the"
                                + " topic's first record. latest: it goes on with records that are still to come.")
                .text(
                        TOPIC_CHECK_SERVERS,
                        "",
                        null,
                        "Topic check",
                        "Kafka's bootstrap servers, so that a task that takes over can ask for the topic's id and ends, and"
                                + " so notice a topic made anew that already has more records than the stored offset."
                                + " Further settings of an admin client follow the same prefix, such as"
                                + " topic.check.security.protocol. Empty: noticed only by records before the stored"
                                + " offset.");
    }

    public FlushPolicy policy(BatchOptions batches) {
        Duration retryTimeout = Duration.ofMillis(config.getLong(RETRY_TIMEOUT_MS));
        return new FlushPolicy(
                batches.maxRows(),
                batches.maxBytes(),
                batches.bufferBytes(),
                Duration.ofMillis(batches.lingerMs()),
                Duration.ofMillis(config.getLong(RETRY_BACKOFF_MS)),
                retryTimeout,
                retryTimeout.compareTo(OPEN_TIMEOUT) < 0 ? retryTimeout : OPEN_TIMEOUT);
    }

    /** What is wrong between settings that are right by themselves: the key to change, and why. */
    public Map<String, String> problems() {
        Map<String, Object> settings = new TreeMap<>(config.originalsWithPrefix(TOPIC_CHECK_PREFIX));
        settings.remove("bootstrap.servers", "");
        if (settings.isEmpty()) {
            return Map.of();
        }
        if (topicCheck().isEmpty()) {
            return Map.of(
                    TOPIC_CHECK_SERVERS,
                    "Invalid value '' for configuration topic.check.bootstrap.servers: expected servers, because "
                            + TOPIC_CHECK_PREFIX + settings.keySet().iterator().next() + " is set.");
        }
        try {
            AdminClientConfig.configDef().parse(settings);
            return Map.of();
        } catch (ConfigException e) {
            String message = String.valueOf(e.getMessage());
            Matcher named = NAMED.matcher(message);
            return named.find()
                    ? Map.of(
                            TOPIC_CHECK_PREFIX + named.group(1),
                            named.replaceFirst(" configuration " + TOPIC_CHECK_PREFIX + "$1:"))
                    : Map.of(TOPIC_CHECK_SERVERS, message);
        }
    }

    public TopicChange topicChange() {
        return Choices.constant(TopicChange.class, config.getString(TOPIC_CHANGED_MODE));
    }

    /** What compares topics with stored offsets, if it is told whom to ask. */
    public TopicCheck topics() {
        Map<String, Object> settings = topicCheck();
        TopicState state = settings.isEmpty() ? TopicState.unasked() : new AdminTopicState(settings);
        return new TopicCheck(state, topicChange());
    }

    /** Settings of an admin client; empty if topics are not to be asked for. */
    public Map<String, Object> topicCheck() {
        return config.getString(TOPIC_CHECK_SERVERS).isEmpty()
                ? Map.of()
                : Map.copyOf(config.originalsWithPrefix(TOPIC_CHECK_PREFIX));
    }
}
