// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.ConnectWorker.Version;
import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.MariaDbServer;
import io.millrace.testkit.servers.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every archive in real workers: oldest and current under both strict ways of plugin discovery, those between under one. */
class PluginArchivesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    static Stream<Arguments> workers() {
        return Stream.of(
                        Arguments.of(Version.CURRENT, "service_load"),
                        Arguments.of(Version.CURRENT, "hybrid_fail"),
                        Arguments.of(Version.V4_2, "service_load"),
                        Arguments.of(Version.V4_1, "service_load"),
                        Arguments.of(Version.OLDEST, "service_load"),
                        Arguments.of(Version.OLDEST, "hybrid_fail"))
                .filter(worker -> Version.chosen().contains(worker.get()[0]));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("workers")
    void loadsEveryPluginAndRunsEveryConnector(Version version, String discovery) {
        MariaDbServer shop = TestServers.mariaDb();
        String mark = version + "-" + discovery;
        List<Archive> archives = Archive.all();
        createShop(shop);
        DevicePushes pushes = new DevicePushes();
        try (DeviceFeed feed = new DeviceFeed();
                ConnectWorker worker = TestServers.newWorker(List.of(Archive.pluginPath(), Binaries.debeziumMariaDb()))
                        .version(version)
                        .discovery(discovery)
                        .environment(Pipeline.environment(feed, shop, TestServers.registry()))
                        .environment(pushes.environment())
                        .start()) {
            assertThat(versionsOf(worker)).containsAllEntriesOf(expectedVersions(archives));

            List<String> connectors = Stream.of(
                            "device-events-source",
                            "device-pushes-source",
                            "shop-mariadb-source",
                            "device-events-postgres-sink",
                            "device-pushes-postgres-sink",
                            "shop-postgres-sink")
                    .map(Pipeline::connector)
                    .map(worker::post)
                    .toList();
            feed.add(mark + "-1");
            feed.add(mark + "-2");
            Pipeline.execute(shop, "INSERT INTO shop.customers (name) VALUES ('" + mark + "')");
            connectors.forEach(connector -> worker.awaitRunning(connector, PATIENCE));
            await("pushed").atMost(PATIENCE).until(() -> pushes.isTaken(mark + "-3"));

            awaitRows(worker, "SELECT event_id FROM device_events", Set.of(mark + "-1", mark + "-2"));
            awaitRows(worker, "SELECT event_id FROM device_pushes", Set.of(mark + "-3"));
            awaitRows(worker, "SELECT name FROM shop_customers", Set.of(mark));
            connectors.forEach(worker::delete);
        }
    }

    @Test
    void followsMySqlToo() {
        DatabaseServer shop = TestServers.mySql();
        Archive.all();
        createShop(shop);
        try (DeviceFeed feed = new DeviceFeed();
                ConnectWorker worker = TestServers.newWorker(List.of(Archive.pluginPath(), Binaries.debeziumMySql()))
                        .environment(Pipeline.environment(feed, shop, TestServers.registry()))
                        .start()) {
            String source = worker.post(Pipeline.connector("shop-mysql-source"));
            String sink = worker.post(Pipeline.connector("shop-postgres-sink"));
            Pipeline.execute(shop, "INSERT INTO shop.customers (id, name) VALUES (900001, 'from MySQL')");
            worker.awaitRunning(source, PATIENCE);
            worker.awaitRunning(sink, PATIENCE);

            awaitRows(worker, "SELECT name FROM shop_customers", Set.of("from MySQL"));
            worker.delete(source);
            worker.delete(sink);
        }
    }

    private static void createShop(DatabaseServer shop) {
        Pipeline.execute(
                shop,
                "CREATE DATABASE IF NOT EXISTS shop",
                "CREATE TABLE IF NOT EXISTS shop.customers"
                        + " (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(100) NOT NULL)");
    }

    private static void awaitRows(ConnectWorker worker, String query, Set<String> expected) {
        await(query)
                .atMost(PATIENCE)
                .failFast(() -> assertThat(failures(worker)).isEmpty())
                .untilAsserted(() -> assertThat(Pipeline.column(TestServers.postgres(), query))
                        .containsAll(expected));
    }

    private static String failures(ConnectWorker worker) {
        return worker.connectors().stream()
                .map(connector -> worker.status(connector).failures())
                .collect(Collectors.joining());
    }

    private static Map<String, String> versionsOf(ConnectWorker worker) {
        return worker.plugins().stream()
                .collect(Collectors.toMap(
                        ConnectWorker.Plugin::pluginClass,
                        ConnectWorker.Plugin::version,
                        (one, same) -> one,
                        TreeMap::new));
    }

    private static Map<String, String> expectedVersions(List<Archive> archives) {
        Map<String, String> expected = new TreeMap<>();
        for (Archive archive : archives) {
            archive.services()
                    .values()
                    .forEach(names -> names.forEach(name -> expected.put(name, System.getProperty("project.version"))));
        }
        assertThat(expected).hasSizeGreaterThanOrEqualTo(4);
        return expected;
    }
}
