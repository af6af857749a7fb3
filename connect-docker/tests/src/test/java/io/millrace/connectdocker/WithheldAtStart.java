// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.ConnectWorkerBuilder;
import io.millrace.testkit.servers.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One rule that a worker needs to start. Each worker here is a user of its own, who has all other rules, in a group of its own, which
 * it may not join: it ends there at the latest, and takes nothing from the worker that runs.
 *
 * @param settings its settings that differ
 * @param log what the worker's log says then
 */
record WithheldAtStart(String rule, Map<String, String> settings, String log) {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String GROUP = "millrace-not-to-be-joined";
    private static final String STAND_INS = "stand-in.";

    /** Where the worker's topics are not there yet; it looks for them one after the other, and all but one are stand-ins. */
    static final List<WithheldAtStart> FIRST = List.of(
            mayNotCreate("millrace-offsets", Map.of()),
            mayNotCreate("millrace-status", Map.of("offset.storage.topic", STAND_INS + "offsets-1")),
            mayNotCreate(
                    "millrace-configs",
                    Map.of(
                            "offset.storage.topic",
                            STAND_INS + "offsets-2",
                            "status.storage.topic",
                            STAND_INS + "status")));

    /** Where they are. */
    static final List<WithheldAtStart> LATER = Stream.concat(
                    Stream.of("millrace-offsets", "millrace-status", "millrace-configs")
                            .flatMap(topic -> Stream.of(mayNotRead(topic), mayNotDescribe(topic))),
                    Stream.of(new WithheldAtStart(
                            "READ on GROUP millrace",
                            Map.of("group.id", "millrace"),
                            ends("GroupAuthorizationException: Not authorized to access group: millrace\n"))))
            .toList();

    /** Refused, the worker takes it that the topic is there; so this one is needed only where it is not. */
    private static WithheldAtStart mayNotCreate(String topic, Map<String, String> settings) {
        return new WithheldAtStart(
                "CREATE on TOPIC " + topic,
                settings,
                ends("TopicAuthorizationException: Not authorized to access topics: [" + topic + "]"));
    }

    private static String ends(String error) {
        return "Uncaught exception in herder work thread, exiting: \norg.apache.kafka.common.errors." + error;
    }

    /** The worker then tries again and again, and does not serve. */
    private static WithheldAtStart mayNotRead(String topic) {
        return new WithheldAtStart(
                "READ on TOPIC " + topic, Map.of(), "Not authorized to access topics: [" + topic + "]");
    }

    /** The worker then cannot see whether the topic is compacted, and goes on. */
    private static WithheldAtStart mayNotDescribe(String topic) {
        return new WithheldAtStart(
                "DESCRIBE_CONFIGS on TOPIC " + topic,
                Map.of(),
                "Unable to use admin client to verify the cleanup policy of '" + topic + "' topic");
    }

    /** Starts a worker of a user who has these rules but one, and waits until it says what it misses. */
    void check(GuardedKafka kafka, List<AclRule> rules) {
        AclRule withheld = AclRule.named(rules, rule);
        String user = "without-" + rule.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        Stream<AclRule> others = rules.stream().filter(other -> !other.equals(withheld));
        kafka.admit(user, Stream.concat(others, standIns()).toList());
        ConnectWorkerBuilder builder = kafka.worker(TestServers.newDirectory(user), user)
                .group("millrace")
                .property("group.id", GROUP);
        settings.forEach(builder::property);
        long logEnd = kafka.logEnd();
        ConnectWorker worker = builder.launch();
        try {
            await("a worker without " + rule)
                    .atMost(PATIENCE)
                    .until(() -> LogFile.since(worker.log(), 0).contains(log));
        } finally {
            worker.kill(); // a worker that has failed takes a minute to end
        }
        assertThat(kafka.denied(user, logEnd))
                .anyMatch(withheld::allows)
                .allMatch(request -> withheld.allows(request) || request.name().equals(GROUP));
    }

    private static Stream<AclRule> standIns() {
        return Stream.of(AclOperation.CREATE, AclOperation.DESCRIBE_CONFIGS, AclOperation.READ, AclOperation.WRITE)
                .map(operation -> new AclRule(ResourceType.TOPIC, STAND_INS, PatternType.PREFIXED, operation));
    }

    @Override
    public String toString() {
        return rule;
    }
}
