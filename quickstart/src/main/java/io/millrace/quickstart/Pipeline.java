// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.deviceapi.PushingDevices;
import io.millrace.quickstart.page.Snapshot;
import io.millrace.testkit.servers.ConnectRestException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The running stack with its connectors, and what feeds and watches it. */
final class Pipeline implements AutoCloseable {
    /** How many device events are polled for one that is pushed. */
    static final int POLLED_PER_PUSHED = 4;

    private static final long SEED = 42;
    private static final int FIRST_EVENTS = 100;
    private static final Duration UPLOADS_EVERY = Duration.ofMillis(5);
    private static final Duration PUSHES_EVERY = Duration.ofMillis(200);
    private static final Duration CONNECTOR_DEADLINE = Duration.ofMinutes(2);

    private static final long LOOK_NANOS = 200_000_000;
    private static final List<String> SHOP_TABLES =
            Stream.of(ShopTable.values()).map(ShopTable::target).toList();

    private final Stack stack;
    private final LongSupplier nanoClock;
    private final ShopDatabase database;
    private final Target target;
    private final TopicCounter topics;
    private final DeviceFeed devices;
    private final PushingDevices pushing;
    private final DeviceFeed pushes;
    private final ShopWorkload shop;
    private @Nullable SparkJobs spark;

    private Pipeline(Stack stack, LongSupplier nanoClock) {
        this.stack = stack;
        this.nanoClock = nanoClock;
        this.database = stack.shop().database();
        this.target = stack.target();
        this.topics = new TopicCounter(stack.kafka().bootstrapServers(), nanoClock);
        this.devices = new DeviceFeed(DeviceTable.POLLED, stack.deviceApi(), UPLOADS_EVERY, nanoClock);
        this.pushing = PushingDevices.start(stack.pushes().url(), stack.pushes().key(), SEED + 1, Clock.systemUTC());
        this.pushes = new DeviceFeed(DeviceTable.PUSHED, pushing, PUSHES_EVERY, nanoClock);
        this.shop = new ShopWorkload(database, new Shop(SEED, Clock.systemUTC()), nanoClock);
    }

    /** Makes the shop's tables, posts the connectors and waits until they run. */
    static Pipeline open(Stack stack, UpOptions options, Steps steps, LongSupplier nanoClock) {
        steps.step(
                "Shop tables",
                () -> {
                    stack.shop().database().create();
                    return stack.shop();
                },
                shop -> "database shop on " + shop.name());
        Pipeline pipeline = new Pipeline(stack, nanoClock);
        for (String connector : stack.connectors()) {
            post(stack, options.home().connector(connector));
        }
        for (String connector : stack.connectors()) {
            steps.step(
                    "Connector",
                    () -> {
                        pipeline.awaitRunning(connector);
                        return connector;
                    },
                    name -> name);
        }
        steps.step(
                "Snapshot",
                () -> {
                    pipeline.awaitSnapshot();
                    return pipeline;
                },
                opened -> "of the shop");
        if (options.extras().contains(UpOptions.Extra.SPARK)) {
            pipeline.startSpark(options, steps);
        }
        return pipeline;
    }

    private void startSpark(UpOptions options, Steps steps) {
        devices.burstTo(FIRST_EVENTS); // a job asks for the schema of what it reads
        LocalSpark local = LocalSpark.in(options.data().resolve(UpOptions.SPARK), options.home(), stack.postgres());
        spark = steps.step(
                "Spark",
                () -> {
                    await("The first device events", List.of(DeviceTable.POLLED.target()));
                    return SparkJobs.start(local, stack);
                },
                jobs -> "DeviceActivity and CurrentState");
    }

    /** The jobs of Spark, if there are any. */
    Optional<SparkJobs> spark() {
        return Optional.ofNullable(spark);
    }

    Stack stack() {
        return stack;
    }

    ShopDatabase database() {
        return database;
    }

    Target target() {
        return target;
    }

    TopicCounter topics() {
        return topics;
    }

    /** The device API's feed, which is polled. */
    DeviceFeed devices() {
        return devices;
    }

    /** What devices push. */
    DeviceFeed pushes() {
        return pushes;
    }

    /** The devices that push. */
    PushingDevices pushing() {
        return pushing;
    }

    ShopWorkload shop() {
        return shop;
    }

    /** The ways through it. */
    List<Snapshot.Flow> flows() {
        List<String> shopTopics =
                Stream.of(ShopTable.values()).map(ShopTable::topic).toList();
        List<String> connectors = stack.connectors();
        return List.of(
                flow("Device API", connectors.get(0), DeviceTable.POLLED, connectors.get(3)),
                flow("Devices that push", connectors.get(1), DeviceTable.PUSHED, connectors.get(4)),
                new Snapshot.Flow("Shop database", connectors.get(2), shopTopics, connectors.get(5), SHOP_TABLES));
    }

    private static Snapshot.Flow flow(String origin, String source, DeviceTable table, String sink) {
        return new Snapshot.Flow(origin, source, List.of(table.topic()), sink, List.of(table.target()));
    }

    /** Device events and row changes at this many per second, and some pushed events. */
    void pace(double perSecond) {
        devices.pace(perSecond);
        pushes.pace(perSecond / POLLED_PER_PUSHED);
        shop.pace(perSecond);
    }

    void pause() {
        devices.pause();
        pushes.pause();
        shop.pause();
    }

    /** The tables that the sinks fill. */
    static List<String> tables() {
        List<String> tables = new ArrayList<>();
        for (DeviceTable table : DeviceTable.values()) {
            tables.add(table.target());
        }
        tables.addAll(SHOP_TABLES);
        return tables;
    }

    /** The tables that there are to look at. */
    List<String> shownTables() {
        List<String> shown = tables();
        if (spark != null) {
            shown.addAll(List.of("device_activity", "device_sessions", "device_late"));
        }
        return shown;
    }

    /** Throws if a part of it has stopped working, a connector included, with the reason. */
    void requireHealthy() {
        require(stack.complaints());
    }

    /** Throws if what a user cannot restart has stopped working, with the reason. */
    void requireWorking() {
        require(stack.worker().isAlive() ? List.of() : List.of("Kafka Connect has stopped."));
    }

    /** What the connectors say of themselves, and those that a user has added. */
    Look.Workers workers() {
        try {
            return new Look.Workers(stack.worker().describe(), Optional.empty());
        } catch (ConnectRestException | UncheckedIOException e) {
            return new Look.Workers(List.of(), Optional.of("Kafka Connect does not answer: " + e.getMessage()));
        }
    }

    private void require(List<String> known) {
        shop.requireRunning();
        List<String> complaints = new ArrayList<>(known);
        spark().ifPresent(jobs -> complaints.addAll(jobs.complaints()));
        pushing.refusal().ifPresent(refusal -> complaints.add("Devices cannot push: " + refusal));
        if (!complaints.isEmpty()) {
            throw new Problem(String.join(System.lineSeparator(), complaints) + System.lineSeparator() + logs());
        }
    }

    /** Where to read on. */
    String logs() {
        Path log = stack.worker().log();
        return "The worker's log is " + log + "; the other servers' logs are beside it.";
    }

    private static void post(Stack stack, Path file) {
        try {
            stack.worker().post(file);
        } catch (ConnectRestException e) {
            throw new Problem("Kafka Connect refused " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Waits until the rows with which the shop opens are in PostgreSQL: then both ends are at work, and whatever is
     * changed from then on Debezium reads from the binary log. A change made earlier may be part of the snapshot, which
     * shows only how a row is in the end.
     */
    private void awaitSnapshot() {
        await("The shop's first rows", SHOP_TABLES);
    }

    private void await(String what, List<String> tables) {
        long deadline = nanoClock.getAsLong() + CONNECTOR_DEADLINE.toNanos();
        try (Connection connection = target.open()) {
            while (Target.counts(connection, tables).containsValue(0L)) {
                requireHealthy();
                if (nanoClock.getAsLong() - deadline > 0) {
                    throw new Problem(what + " did not reach PostgreSQL within " + CONNECTOR_DEADLINE.toSeconds()
                            + " s. " + logs());
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        } catch (SQLException e) {
            throw new Problem("Cannot read PostgreSQL: " + e.getMessage() + ". " + logs(), e);
        }
    }

    private void awaitRunning(String connector) {
        var status = stack.worker()
                .await(connector, "to run", found -> found.isRunning() || found.isFailed(), CONNECTOR_DEADLINE);
        if (status.isFailed()) {
            throw new Problem(connector + " failed: " + status.failures() + System.lineSeparator() + logs());
        }
    }

    @Override
    public void close() {
        spark().ifPresent(SparkJobs::close);
        devices.close();
        pushes.close();
        pushing.close();
        shop.close();
        topics.close();
    }
}
