// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import io.millrace.cli.rest.Deployed;
import io.millrace.cli.rest.PartitionOffset;
import io.millrace.cli.rest.Worker;
import io.millrace.cli.terminal.Problem;
import java.io.PrintStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * How far connectors have come: sinks compared with their topics, sources by the time that their offsets carry.
 *
 * @param lags by sink; those that could not be told are left out
 * @param times by source; those whose offsets carry none are left out
 */
public record Progress(Map<String, Long> lags, Map<String, Instant> times) {
    /** Of nobody. */
    public static final Progress NONE = new Progress(Map.of(), Map.of());

    public Progress {
        lags = Map.copyOf(lags);
        times = Map.copyOf(times);
    }

    /** How far a sink is behind; empty for a source, or where it is not known. */
    public OptionalLong lag(String name) {
        Long lag = lags.get(name);
        return lag == null ? OptionalLong.empty() : OptionalLong.of(lag);
    }

    public Optional<Instant> time(String name) {
        return Optional.ofNullable(times.get(name));
    }

    /** How long ago a source's database made the change that it has come to, in words. */
    public String age(String name, Instant now) {
        return time(name).map(then -> OffsetTime.age(then, now)).orElse("");
    }

    /** Asks the worker, and Kafka where it is named, for the lag of sinks. What cannot be told is told so. */
    public static Progress lags(Worker worker, List<Deployed> connectors, KafkaOptions kafka, PrintStream err) {
        return kafka.with(named -> named.map(topics -> new Progress(
                        lags(
                                offsets(
                                        worker,
                                        connectors.stream()
                                                .filter(connector ->
                                                        connector.status().isSink())
                                                .toList(),
                                        err),
                                topics),
                        Map.of()))
                .orElse(NONE));
    }

    /** Asks the worker for the offsets of sources. What cannot be told is told so. */
    public static Progress times(Worker worker, List<Deployed> connectors, PrintStream err) {
        Map<String, Instant> times = new HashMap<>();
        offsets(
                        worker,
                        connectors.stream()
                                .filter(each -> !each.status().isSink())
                                .toList(),
                        err)
                .forEach((connector, offsets) ->
                        OffsetTime.newest(offsets).ifPresent(time -> times.put(connector.name(), time)));
        return new Progress(Map.of(), times);
    }

    private static Map<Deployed, List<PartitionOffset>> offsets(
            Worker worker, List<Deployed> connectors, PrintStream err) {
        Map<Deployed, List<PartitionOffset>> offsets = new HashMap<>();
        for (Deployed connector : connectors) {
            try {
                offsets.put(connector, worker.offsets(connector.name()));
            } catch (Problem untold) {
                err.println(untold.getMessage());
            }
        }
        return offsets;
    }

    static Map<String, Long> lags(Map<Deployed, List<PartitionOffset>> sinks, Topics topics) {
        Set<String> wanted = new TreeSet<>();
        sinks.forEach((sink, offsets) -> wanted.addAll(topics(sink, offsets, topics)));
        Map<TopicPartition, Range> ranges = topics.ranges(wanted);
        Map<String, Long> lags = new HashMap<>();
        sinks.forEach((sink, offsets) ->
                lags.put(sink.name(), Lag.total(Lag.rows(offsets, Subscription.of(sink.config()), ranges).stream())));
        return lags;
    }

    /** The topics that a sink reads by its settings, and those that it has offsets of. */
    static Set<String> topics(Deployed sink, List<PartitionOffset> offsets, Topics topics) {
        Set<String> wanted = Subscription.of(sink.config()).topics(topics::names);
        offsets.forEach(each -> wanted.add(each.topicPartition().topic()));
        return wanted;
    }
}
