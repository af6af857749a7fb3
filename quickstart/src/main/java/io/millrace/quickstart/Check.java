// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Proves that the pipeline works: a steady phase in which latency is measured, then as fast as it can, with the Connect
 * worker killed hard on the way, and at the end a comparison of every row and every column.
 */
final class Check {
    private static final long SAMPLE_NANOS = 500_000_000;
    private static final Duration PUSH_DEADLINE = Duration.ofSeconds(10);
    private static final Duration KILL_DEADLINE = Duration.ofSeconds(60);

    private final Pipeline pipeline;
    private final UpOptions.CheckOptions options;
    private final double perSecond;
    private final Steps steps;
    private final LongSupplier nanoClock;
    private final Latencies deviceLatencies = Latencies.all();
    private final Latencies shopLatencies = Latencies.all();

    Check(Pipeline pipeline, UpOptions.CheckOptions options, double perSecond, Steps steps, LongSupplier nanoClock) {
        this.pipeline = pipeline;
        this.options = options;
        this.perSecond = perSecond;
        this.steps = steps;
        this.nanoClock = nanoClock;
    }

    /** Carries it all out; {@code startNanos} is when the run began. */
    CheckReport run(long startNanos) {
        try (Connection connection = pipeline.target().open()) {
            Arrival arrival = new Arrival(pipeline, nanoClock);
            Comparison steady = steadyPhase(connection, arrival);
            Comparison sinks = steady.isEqual() ? burstPhase(connection, arrival) : steady;
            List<Beside> beside = sinks.isEqual() ? beside() : List.of();
            Comparison all = beside.stream().map(Beside::comparison).reduce(sinks, Comparison::plus);
            all.examples().forEach(steps::say);
            if (!all.isEqual()) {
                steps.say(pipeline.logs());
            }
            return new CheckReport(
                    pipeline.devices().events(),
                    pipeline.pushes().events(),
                    pipeline.shop().committed(),
                    all,
                    beside,
                    Latencies.summary(List.of(deviceLatencies, shopLatencies)),
                    (nanoClock.getAsLong() - startNanos) / 1e9);
        } catch (SQLException e) {
            throw new Problem("Cannot read PostgreSQL: " + e.getMessage() + ". " + pipeline.logs(), e);
        }
    }

    private Comparison steadyPhase(Connection connection, Arrival arrival) throws SQLException {
        LatencySampler sampler = new LatencySampler(connection);
        Latencies warming = Latencies.all();
        say(
                "Steady: %.0f device events/s and %.0f row changes/s; %d s to warm up, then %d s measured",
                perSecond,
                perSecond,
                options.warmUp().toSeconds(),
                options.steady().toSeconds());
        Instant warmUpStart = Instant.now();
        pipeline.pace(perSecond);
        sampleFor(options.warmUp(), () -> sample(sampler, warmUpStart, warming, warming));
        Instant start = Instant.now();
        long startNanos = nanoClock.getAsLong();
        long events = pipeline.devices().events();
        long changes = pipeline.shop().committed();
        pipeline.pace(perSecond); // from here on, without making good for a slow warm-up
        sampleFor(options.steady(), () -> sample(sampler, start, deviceLatencies, shopLatencies));
        pipeline.pause();
        double seconds = (nanoClock.getAsLong() - startNanos) / 1e9;
        say(
                "  fed %.0f device events/s and %.0f row changes/s",
                (pipeline.devices().events() - events) / seconds,
                (pipeline.shop().committed() - changes) / seconds);
        Comparison comparison =
                arrival.await(connection, look -> sample(sampler, start, deviceLatencies, shopLatencies));
        sayLatency("device events", deviceLatencies.summary());
        sayLatency("shop rows", shopLatencies.summary());
        return comparison;
    }

    private Comparison burstPhase(Connection connection, Arrival arrival) throws SQLException {
        long events = pipeline.devices().events();
        long changes = pipeline.shop().committed();
        long rows = deviceRows(connection);
        steps.say("Flat out: " + Math.max(0, options.deviceEvents() - events) + " device events and "
                + Math.max(0, options.rowChanges() - changes) + " row changes more");
        long startNanos = nanoClock.getAsLong();
        pipeline.devices().burstTo(options.deviceEvents());
        pipeline.shop().burstTo(options.rowChanges());
        long awaited = (pipeline.devices().events() - events) / 4;
        awaitRows(connection, rows + awaited);
        pushAndKill();
        while (pipeline.shop().committed() < options.rowChanges()) {
            pipeline.shop().requireRunning();
            LockSupport.parkNanos(SAMPLE_NANOS);
        }
        Comparison comparison = arrival.await(connection, look -> {});
        double seconds = (nanoClock.getAsLong() - startNanos) / 1e9;
        say(
                "All arrived after %.1f s, the time without a worker included: %.0f device events/s, %.0f row changes/s",
                seconds,
                (pipeline.devices().events() - events) / seconds,
                (pipeline.shop().committed() - changes) / seconds);
        return comparison;
    }

    /** ClickHouse first: devices go on for Spark. */
    private List<Beside> beside() {
        List<Beside> all = new ArrayList<>();
        pipeline.stack()
                .clickHouse()
                .map(ClickHouseTarget::new)
                .ifPresent(target -> all.add(new ClickHouseCheck(pipeline, target, steps, nanoClock).run()));
        pipeline.spark().ifPresent(jobs -> all.add(new SparkCheck(pipeline, jobs, steps, nanoClock).run(perSecond)));
        return all;
    }

    /** While devices push: some are answered, some are not, and what became of their events they cannot know. */
    private void pushAndKill() {
        pipeline.pushes().burstTo(options.pushedEvents());
        int before = pipeline.pushing().unanswered();
        long deadline = nanoClock.getAsLong() + PUSH_DEADLINE.toNanos();
        while (pipeline.pushing().unanswered() == before && before > 0 && nanoClock.getAsLong() - deadline < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        int unanswered = pipeline.pushing().unanswered();
        kill();
        say("  %d pushed events had no answer when it was killed", unanswered);
    }

    private void kill() {
        steps.step(
                "Connect killed",
                () -> {
                    pipeline.stack().worker().kill();
                    pipeline.stack().worker().restart();
                    return pipeline.stack().worker();
                },
                worker -> "with SIGKILL, and started again");
    }

    /** Until a part of the burst has arrived, so that the kill hits the worker in the middle of it. */
    private void awaitRows(Connection connection, long rows) throws SQLException {
        long deadline = nanoClock.getAsLong() + KILL_DEADLINE.toNanos();
        while (deviceRows(connection) < rows && nanoClock.getAsLong() - deadline < 0) {
            LockSupport.parkNanos(SAMPLE_NANOS / 10);
        }
    }

    private static long deviceRows(Connection connection) throws SQLException {
        String table = DeviceTable.POLLED.target();
        return Target.counts(connection, List.of(table)).getOrDefault(table, 0L);
    }

    private void sampleFor(Duration time, Sampling sampling) throws SQLException {
        long end = nanoClock.getAsLong() + time.toNanos();
        while (nanoClock.getAsLong() - end < 0) {
            sampling.sample();
            pipeline.shop().requireRunning();
            LockSupport.parkNanos(SAMPLE_NANOS);
        }
    }

    private static void sample(LatencySampler sampler, Instant since, Latencies devices, Latencies shop)
            throws SQLException {
        sampler.sampleDeviceEvents(devices, since);
        sampler.sampleShopRows(shop, since);
    }

    @FunctionalInterface
    private interface Sampling {
        void sample() throws SQLException;
    }

    private void say(String format, Object... values) {
        steps.say(String.format(Locale.ROOT, format, values));
    }

    private void sayLatency(String what, Latencies.Summary latency) {
        say(
                "  latency of %-14s p50 %.0f ms, p99 %.0f ms, max %.0f ms (%d seen)",
                what, latency.p50Ms(), latency.p99Ms(), latency.maxMs(), latency.count());
    }
}
