// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this project ships, read from its sources, and the connectors of Debezium that the manifests run. */
final class Plugins {
    static final Path CONNECTORS = Manifests.ROOT.resolve("connect-docker/connectors");

    /** Class of each connector of Debezium, and the property of the root POM that has the version tested with. */
    static final Map<String, String> DEBEZIUM = Map.of(
            "io.debezium.connector.mariadb.MariaDbConnector", "debezium.mariadb.version",
            "io.debezium.connector.mysql.MySqlConnector", "debezium.mysql.version",
            "io.debezium.connector.postgresql.PostgresConnector", "debezium.postgres.version");

    private static final String SERVICES = "org.apache.kafka.connect.";

    private Plugins() {}

    static Set<String> connectors() {
        return Stream.concat(sources().stream(), sinks().stream()).collect(Collectors.toSet());
    }

    static Set<String> sources() {
        return services("source.SourceConnector");
    }

    static Set<String> sinks() {
        return services("sink.SinkConnector");
    }

    static Set<String> transforms() {
        return services("transforms.Transformation");
    }

    static Set<String> converters() {
        return services("storage.Converter");
    }

    /** Plugins by the names in META-INF/services of all modules. */
    private static Set<String> services(String type) {
        return Manifests.find(Manifests.ROOT, SERVICES + type).stream()
                .filter(file -> file.toString().contains("src/main/resources/META-INF/services"))
                .flatMap(file -> Manifests.text(file).lines())
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .collect(Collectors.toSet());
    }

    /** The archives, as connect-docker's POM lists them. */
    static Set<String> archives() {
        Matcher items = Pattern.compile(
                        "<artifactId>([a-z-]+)</artifactId>\\s*<version>[^<]*</version>\\s*<type>zip</type>")
                .matcher(Manifests.text(Manifests.ROOT.resolve("connect-docker/pom.xml")));
        return items.results().map(item -> item.group(1)).collect(Collectors.toSet());
    }

    /** A property of the root POM. */
    static String property(String name) {
        Matcher value = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<")
                .matcher(Manifests.text(Manifests.ROOT.resolve("pom.xml")));
        if (!value.find()) {
            throw new AssertionError("No property " + name);
        }
        return value.group(1);
    }

    /** The settings of a connector in connect-docker, or nothing where it has none of that name. */
    static Map<String, String> settings(String connector) {
        List<Path> files = Manifests.find(CONNECTORS, connector + ".json");
        Map<String, String> settings = new TreeMap<>();
        files.forEach(file -> settings.putAll(new Manifest(Manifests.json(file)).entries("/config")));
        return settings;
    }
}
