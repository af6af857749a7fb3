// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import io.millrace.bench.CpuTimes;
import io.millrace.bench.ingest.IngestMeasurement.Turn;
import io.millrace.testkit.servers.TopicReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Contenders in turn, in one worker: in a round each has one turn, and each round begins with another of them. */
final class IngestRace implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern ID = Pattern.compile("\"event_id\":\"e(\\d+)\"");
    private static final List<Contestant> ALL = List.of(Contestant.values());
    private static final List<Case> PROOF = List.of(new Case(100, 16), new Case(1, 16));

    private final Pace pace;
    private final IngestServers servers;
    private final Load load;
    private final Rest rest;
    private final Map<Contestant, Long> sent = new EnumMap<>(Contestant.class);

    private IngestRace(Pace pace, IngestServers servers) throws IOException {
        this.pace = pace;
        this.servers = servers;
        this.rest = new Rest(servers.bootstrapServers());
        this.load = Load.start();
    }

    /** With servers in a folder of their own below {@code dir}. */
    static IngestRace start(Pace pace, Path dir) throws IOException {
        return new IngestRace(pace, IngestServers.start(dir));
    }

    /** Sends each contender some requests of each kind, and shows that their events are in Kafka. */
    void prove() throws IOException {
        for (Contestant contestant : ALL) {
            for (Case each : PROOF) {
                run(contestant, each, Duration.ZERO, 0);
            }
            requireWritten(contestant);
        }
    }

    /** Reads all that a contender has written so far: what it was sent, each event once. */
    void requireWritten(Contestant contestant) {
        if (!contestant.isWriting()) {
            return;
        }
        long events = sent(contestant);
        Set<Long> ids = new HashSet<>();
        List<ConsumerRecord<String, String>> records =
                new TopicReader(servers.bootstrapServers(), PATIENCE).read(contestant.topic(), Math.toIntExact(events));
        for (ConsumerRecord<String, String> record : records) {
            Matcher id = ID.matcher(record.value());
            if (!id.find() || Long.parseLong(id.group(1)) >= events || !ids.add(Long.parseLong(id.group(1)))) {
                throw new IllegalStateException(contestant.text() + " has written what it was not sent: " + record);
            }
        }
    }

    /** How many events it was sent so far, all of which it took. */
    long sent(Contestant contestant) {
        return sent.getOrDefault(contestant, 0L);
    }

    private LoadResult run(Contestant contestant, Case measured, Duration time, double requestsPerSecond)
            throws IOException {
        long first = sent(contestant);
        LoadResult result = load.run(new LoadPlan(
                servers.port(contestant),
                measured.connections(),
                measured.events(),
                contestant.reply(),
                first,
                time,
                requestsPerSecond));
        sent.put(contestant, first + result.events());
        if (contestant.isWriting()) {
            rest.await(contestant.topic());
        }
        return result;
    }

    /** Until all is compiled: each case in turn. */
    void warmUp(List<Case> cases) throws IOException {
        for (Case each : cases) {
            for (Contestant contestant : ALL) {
                run(contestant, each, pace.warmUp().dividedBy(cases.size()), 0);
            }
        }
    }

    List<IngestMeasurement> measure(Case measured) throws IOException {
        List<List<Turn>> turns = new ArrayList<>();
        ALL.forEach(each -> turns.add(new ArrayList<>()));
        for (int round = 0; round < pace.rounds(); round++) {
            for (int turn = 0; turn < ALL.size(); turn++) {
                int index = (round + turn) % ALL.size();
                turns.get(index).add(turn(ALL.get(index), measured));
            }
        }
        List<IngestMeasurement> measurements = new ArrayList<>();
        for (int i = 0; i < ALL.size(); i++) {
            measurements.add(new IngestMeasurement(ALL.get(i), turns.get(i)));
        }
        return measurements;
    }

    private Turn turn(Contestant contestant, Case measured) throws IOException {
        CpuTimes worker = CpuTimes.ofJvm(servers.workerPid());
        CpuTimes broker = CpuTimes.ofJvm(servers.brokerPid());
        LoadResult saturated = run(contestant, measured, pace.saturated(), 0);
        long workerNanos = CpuTimes.ofJvm(servers.workerPid()).nanosSince(worker);
        long brokerNanos = CpuTimes.ofJvm(servers.brokerPid()).nanosSince(broker);
        double requestsPerSecond = saturated.eventsPerSecond() / measured.events() / 2;
        LoadResult half = run(contestant, measured, pace.half(), requestsPerSecond);
        return new Turn(
                saturated.eventsPerSecond(),
                half.medianNanos() / 1e6,
                half.p99Nanos() / 1e6,
                workerNanos / 1e3 / saturated.events(),
                brokerNanos / 1e3 / saturated.events());
    }

    /** What the worker holds while nothing is sent. */
    long heldBytes() throws IOException {
        return LiveHeap.bytes(servers.workerPid());
    }

    @Override
    public void close() throws IOException {
        load.close();
        rest.close();
        servers.close();
    }
}
