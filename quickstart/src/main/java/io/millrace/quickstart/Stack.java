// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.UpOptions.Extra;
import io.millrace.quickstart.deviceapi.DeviceApi;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.Jvm;
import io.millrace.testkit.servers.KafkaServer;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.RegistryServer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that runs: the servers, the device API and the Connect worker. Stopped in reverse order of their start. */
record Stack(
        DeviceApi deviceApi,
        PushAddress pushes,
        KafkaServer kafka,
        RegistryServer registry,
        PostgresServer postgres,
        ShopServer shop,
        Optional<ClickHouseServer> clickHouse,
        ConnectWorker worker,
        List<String> connectors,
        Started started)
        implements AutoCloseable {

    /** Starts it all, side by side where one does not need the other; what had started is stopped if something fails. */
    static Stack start(UpOptions options, Steps steps) {
        Started started = new Started(steps);
        try {
            return new Starting(options, started).stack();
        } catch (CompletionException e) {
            started.close();
            throw asRuntime(e.getCause());
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    Target target() {
        return new Target(postgres::connect);
    }

    /** What all connectors that are not running say about it; empty when all run. */
    List<String> complaints() {
        List<String> found = new ArrayList<>();
        for (String connector : connectors) {
            var status = worker.status(connector);
            if (status.isFailed()) {
                found.add(connector + " failed: " + status.failures());
            }
        }
        return found;
    }

    @Override
    public void close() {
        started.close();
    }

    private static RuntimeException asRuntime(@Nullable Throwable cause) {
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    /** What has been started, each thing said when it is there. Thread-safe. */
    static final class Started implements AutoCloseable {
        private final Steps steps;
        private final Deque<AutoCloseable> things = new ArrayDeque<>();
        private boolean closed;

        Started(Steps steps) {
            this.steps = steps;
        }

        <T extends AutoCloseable> T add(String name, Supplier<T> start, Function<T, String> where) {
            T thing = steps.step(name, start, where);
            keep(thing);
            return thing;
        }

        private void keep(AutoCloseable thing) {
            synchronized (this) {
                if (!closed) {
                    things.push(thing);
                    return;
                }
            }
            stop(thing); // closed while this one was starting
        }

        @Override
        public void close() {
            List<AutoCloseable> stopping;
            synchronized (this) {
                closed = true;
                stopping = List.copyOf(things);
                things.clear();
            }
            stopping.forEach(Started::stop);
        }

        private static void stop(AutoCloseable thing) {
            try {
                thing.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot stop " + thing, e);
            }
        }
    }

    /** The order of the start. */
    private static final class Starting {
        private static final String TOKEN = "quickstart-token";
        private static final String PUSH_KEY = "quickstart-key";
        private static final long SEED = 42;

        /** The source asks some ten times a second, so that it is told to come back later about twice a minute. */
        private static final int REQUESTS_PER_429 = 400;

        private static final List<String> DEVICE_SOURCES = List.of("device-events-source", "device-pushes-source");
        private static final List<String> SINKS =
                List.of("device-events-postgres-sink", "device-pushes-postgres-sink", "shop-postgres-sink");

        private static final List<String> CLICKHOUSE_SINKS =
                List.of("device-events-clickhouse-sink", "shop-clickhouse-sink");

        private final UpOptions options;
        private final Started started;
        private final Path data;
        private final PushAddress pushes;
        private final ExecutorService threads = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "starting");
            thread.setDaemon(true);
            return thread;
        });

        Starting(UpOptions options, Started started) {
            this.options = options;
            this.started = started;
            this.data = options.data();
            this.pushes = new PushAddress(options.ports().of(Port.DEVICE_PUSHES), PUSH_KEY);
        }

        Stack stack() {
            try {
                CompletableFuture<KafkaServer> kafka = begin("Kafka", this::kafka, KafkaServer::bootstrapServers);
                CompletableFuture<RegistryServer> registry =
                        begin("Schema registry", this::registry, RegistryServer::url);
                CompletableFuture<PostgresServer> postgres =
                        begin("PostgreSQL", this::postgres, PostgresServer::jdbcUrl);
                CompletableFuture<ShopServer> shop =
                        begin(options.mysql().isPresent() ? "MySQL" : "MariaDB", this::shop, ShopServer::name);
                CompletableFuture<Optional<ClickHouseServer>> clickHouse = clickHouse();
                DeviceApi api = started.add("Device API", this::deviceApi, DeviceApi::url);
                await(List.of(kafka, registry, postgres, shop, clickHouse));
                Map<String, String> environment =
                        environment(api, kafka.join(), registry.join(), postgres.join(), shop.join());
                clickHouse.join().ifPresent(server -> environment.putAll(environment(server)));
                ConnectWorker worker = started.add(
                        "Kafka Connect",
                        () -> worker(
                                kafka.join().bootstrapServers(), shop.join().plugin(), environment),
                        ConnectWorker::url);
                List<String> connectors = new ArrayList<>(DEVICE_SOURCES);
                connectors.add(shop.join().connector());
                connectors.addAll(SINKS);
                clickHouse.join().ifPresent(server -> connectors.addAll(CLICKHOUSE_SINKS));
                return new Stack(
                        api,
                        pushes,
                        kafka.join(),
                        registry.join(),
                        postgres.join(),
                        shop.join(),
                        clickHouse.join(),
                        worker,
                        connectors,
                        started);
            } finally {
                threads.shutdownNow(); // interrupts what is still starting when something else failed
            }
        }

        private <T extends AutoCloseable> CompletableFuture<T> begin(
                String name, Supplier<T> start, Function<T, String> where) {
            return CompletableFuture.supplyAsync(() -> started.add(name, start, where), threads);
        }

        /** Waits for all, or for the first that fails. */
        private static void await(List<CompletableFuture<?>> starts) {
            CompletableFuture<Void> failed = new CompletableFuture<>();
            CompletableFuture<?>[] all = starts.toArray(CompletableFuture[]::new);
            for (CompletableFuture<?> start : all) {
                CompletableFuture<?> unused = start.whenComplete((thing, error) -> {
                    if (error != null) {
                        failed.completeExceptionally(error);
                    }
                });
            }
            CompletableFuture.anyOf(CompletableFuture.allOf(all), failed).join();
        }

        private DeviceApi deviceApi() {
            return DeviceApi.builder(TOKEN)
                    .port(options.ports().of(Port.DEVICE_API))
                    .seed(SEED)
                    .throttleEvery(REQUESTS_PER_429)
                    .start();
        }

        private KafkaServer kafka() {
            return KafkaServer.builder(data.resolve("kafka"))
                    .port(options.ports().of(Port.KAFKA))
                    .jvm(Jvm.quickStart("512m")) // compiling fully would take a core from the worker for a minute
                    .start();
        }

        private RegistryServer registry() {
            return RegistryServer.start(
                    data.resolve("registry"), options.ports().of(Port.REGISTRY));
        }

        private PostgresServer postgres() {
            return PostgresServer.start(
                    data.resolve("postgres"), options.ports().of(Port.POSTGRES));
        }

        private ShopServer shop() {
            return options.mysql()
                    .map(ShopServer::mysql)
                    .orElseGet(() -> ShopServer.mariaDb(
                            data.resolve("mariadb"), options.ports().of(Port.MARIADB)));
        }

        private CompletableFuture<Optional<ClickHouseServer>> clickHouse() {
            if (!options.extras().contains(Extra.CLICKHOUSE)) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return begin("ClickHouse", this::startClickHouse, ClickHouseServer::httpUrl)
                    .thenApply(Optional::of);
        }

        private ClickHouseServer startClickHouse() {
            return ClickHouseServer.builder(data.resolve("clickhouse"))
                    .httpPort(options.ports().of(Port.CLICKHOUSE))
                    .find()
                    .orElseThrow(() -> new Problem(ClickHouseServer.ABSENT));
        }

        private ConnectWorker worker(String bootstrapServers, Path debezium, Map<String, String> environment) {
            return ConnectWorker.builder(data.resolve("connect"))
                    .bootstrapServers(bootstrapServers)
                    .pluginPath(List.of(options.home().plugins(), debezium))
                    .environment(environment)
                    .port(options.ports().of(Port.CONNECT))
                    .jvm(Jvm.fullSpeed("1g"))
                    .start();
        }

        private Map<String, String> environment(
                DeviceApi api, KafkaServer kafka, RegistryServer registry, PostgresServer postgres, ShopServer shop) {
            Map<String, String> environment = new HashMap<>(shop.environment());
            environment.putAll(pushes.environment());
            environment.put("DEVICE_API_URL", api.url());
            environment.put("DEVICE_API_TOKEN", TOKEN);
            environment.put("KAFKA_BOOTSTRAP", kafka.bootstrapServers());
            environment.put("REGISTRY_URL", registry.url());
            environment.put("POSTGRES_URL", postgres.jdbcUrl());
            environment.put("POSTGRES_USER", postgres.user());
            environment.put("POSTGRES_PASSWORD", postgres.password());
            return environment;
        }

        private static Map<String, String> environment(ClickHouseServer clickHouse) {
            return Map.of(
                    "CLICKHOUSE_URL", clickHouse.httpUrl(),
                    "CLICKHOUSE_USER", clickHouse.user(),
                    "CLICKHOUSE_PASSWORD", clickHouse.password());
        }
    }
}
