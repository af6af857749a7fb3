// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.testkit.servers.ConnectRestException;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.ConnectorStatus;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Feeds the pipeline for a time and kills its parts at random. The worker is one of them in the first part only: what it
 * holds is looked at afterwards, through the outages of all the others.
 *
 * <p>A task that Connect has failed is started again, as whoever is on call would do it, and counted.
 */
final class SoakRun {
    /** A part of the time, with kills of the worker. */
    private static final int WITH_WORKER = 4;

    private static final int SAMPLES = 120;
    private static final long LEAST_SAMPLE_NANOS = 5_000_000_000L;
    private static final long LOOK_NANOS = 500_000_000;
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(10);
    private static final Duration HEALTH = Duration.ofMinutes(3);

    private final Pipeline pipeline;
    private final Plan plan;
    private final Steps steps;
    private final LongSupplier nanoClock;
    private final Random random;
    private final VitalsProbe probe;
    private final Map<String, Integer> outages = new TreeMap<>();
    private final Map<String, Integer> restarts = new TreeMap<>();
    private final List<Vitals> vitals = new ArrayList<>();
    private long startNanos;

    /** What a soak is to do; {@code outageEvery} on average. */
    record Plan(Duration time, double perSecond, Duration outageEvery, long seed) {}

    SoakRun(Pipeline pipeline, Plan plan, Steps steps, LongSupplier nanoClock) {
        this.pipeline = pipeline;
        this.plan = plan;
        this.steps = steps;
        this.nanoClock = nanoClock;
        this.random = new Random(plan.seed());
        this.probe = new VitalsProbe(pipeline);
    }

    SoakReport run() {
        startNanos = nanoClock.getAsLong();
        pipeline.pace(plan.perSecond());
        underFire(
                Victim.all(pipeline),
                plan.time().multipliedBy((long) (WITH_WORKER * 100)).dividedBy(100));
        int since = vitals.size();
        underFire(Victim.allButTheWorker(pipeline), plan.time());
        steps.say("Resting; waiting until all has arrived");
        pipeline.pause();
        awaitHealth();
        Comparison comparison = compared();
        Vitals atRest = probe.sample(elapsed());
        return new SoakReport(
                plan,
                elapsed(),
                outages,
                restarts,
                new SoakReport.Sent(
                        pipeline.devices().events(),
                        pipeline.pushes().events(),
                        pipeline.shop().committed()),
                comparison,
                vitals,
                vitals.subList(Math.min(since, vitals.size()), vitals.size()),
                atRest);
    }

    private void underFire(List<Victim> victims, Duration until) {
        long sampleNanos = Math.max(LEAST_SAMPLE_NANOS, plan.time().toNanos() / SAMPLES);
        long nextSample = nanoClock.getAsLong();
        long nextOutage = nanoClock.getAsLong() + wait(plan.outageEvery());
        while (elapsed().compareTo(until) < 0) {
            pipeline.shop().requireRunning();
            startFailedTasks();
            if (nanoClock.getAsLong() - nextSample >= 0) {
                sample();
                nextSample = nanoClock.getAsLong() + sampleNanos;
            }
            if (nanoClock.getAsLong() - nextOutage >= 0) {
                strike(victims.get(random.nextInt(victims.size())));
                nextOutage = nanoClock.getAsLong() + wait(plan.outageEvery());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Between half of it and one and a half of it. */
    private long wait(Duration average) {
        return Math.round(average.toNanos() * (0.5 + random.nextDouble()));
    }

    private void strike(Victim victim) {
        Duration away = Duration.ofMillis(random.nextInt((int) LONGEST_OUTAGE.toMillis()));
        outages.merge(victim.name(), 1, Integer::sum);
        steps.step(
                victim.name() + " killed",
                () -> {
                    victim.away(() -> LockSupport.parkNanos(away.toNanos()));
                    return victim;
                },
                struck -> at() + ", away for " + away.toMillis() + " ms before it was started again");
    }

    private void sample() {
        Vitals taken = probe.sample(elapsed());
        vitals.add(taken);
        steps.say("  " + at() + "  " + taken);
    }

    /** Whether all connectors run; they do not while the worker does not answer. */
    private boolean startFailedTasks() {
        try {
            List<ConnectWorker.Connector> connectors = pipeline.stack().worker().describe();
            for (ConnectWorker.Connector each : connectors) {
                if (each.status().isFailed()) {
                    restarts.merge(each.name() + ": " + reason(each.status()), 1, Integer::sum);
                    steps.say("  " + at() + "  started again: " + each.name() + ", which failed: "
                            + reason(each.status()));
                    pipeline.stack().worker().restart(each.name());
                }
            }
            return connectors.stream().allMatch(each -> each.status().isRunning());
        } catch (ConnectRestException | UncheckedIOException e) {
            return false;
        }
    }

    private static String reason(ConnectorStatus status) {
        String all = String.valueOf(status.failures());
        String cause = all.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, last) -> last)
                .orElse(all.lines().findFirst().orElse(""));
        return cause.length() <= 200 ? cause : cause.substring(0, 200) + "…";
    }

    private void awaitHealth() {
        long deadline = nanoClock.getAsLong() + HEALTH.toNanos();
        while (!startFailedTasks()) {
            if (nanoClock.getAsLong() - deadline > 0) {
                throw new Problem("Not all connectors run " + HEALTH.toSeconds() + " s after the last outage: "
                        + pipeline.stack().complaints() + ". " + pipeline.logs());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private Comparison compared() {
        try (Connection connection = pipeline.target().open()) {
            Comparison all = new Arrival(pipeline, nanoClock).await(connection, look -> startFailedTasks());
            Comparison beside = pipeline.stack()
                    .clickHouse()
                    .map(ClickHouseTarget::new)
                    .map(target -> new ClickHouseCheck(pipeline, target, steps, nanoClock)
                            .run()
                            .comparison())
                    .orElse(Comparison.none());
            return all.plus(beside);
        } catch (SQLException e) {
            throw new Problem("Cannot read PostgreSQL: " + e.getMessage() + ". " + pipeline.logs(), e);
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(nanoClock.getAsLong() - startNanos);
    }

    private String at() {
        return clock(elapsed());
    }

    /** Hours, minutes and seconds since the start. */
    static String clock(Duration since) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", since.toHours(), since.toMinutesPart(), since.toSecondsPart());
    }
}
