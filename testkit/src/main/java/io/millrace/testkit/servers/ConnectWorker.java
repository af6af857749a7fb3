// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** A Connect worker in distributed mode, exactly-once source support enabled, with its REST API as methods. */
public final class ConnectWorker extends SingleServer {
    private static final long POLL_NANOS = 100_000_000;

    /** Which Kafka Connect runs it. */
    public enum Version {
        /** The one that the plugins are compiled against. */
        CURRENT("kafka"),
        /** Those between, whose plugins may have metrics and versions. */
        V4_2("connect.4.2"),
        V4_1("connect.4.1"),
        /** The oldest that they must run on. */
        OLDEST("connect.oldest");

        public static final String PROPERTY = "millrace.connect";

        private final String key;

        Version(String key) {
            this.key = key;
        }

        /** Those of a run of all: every one, or those of {@code -Dmillrace.connect}, such as {@code 3.9,4.3}. */
        public static Set<Version> chosen() {
            return named(System.getProperty(PROPERTY, ""));
        }

        static Set<Version> named(String releases) {
            if (releases.isBlank()) {
                return EnumSet.allOf(Version.class);
            }
            return Stream.of(releases.split(",", -1))
                    .map(release -> ofRelease(release.strip()))
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Version.class)));
        }

        private static Version ofRelease(String release) {
            return Stream.of(values())
                    .filter(version -> version.release().equals(release))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Cannot choose Kafka Connect: found '%s' (expected some of %s) in -D%s. Correct it."
                                    .formatted(
                                            release,
                                            Stream.of(values())
                                                    .map(Version::release)
                                                    .collect(Collectors.joining(", ")),
                                            PROPERTY)));
        }

        /** Its release, such as {@code 4.3}. */
        public String release() {
            return Binaries.version(key).replaceFirst("[.][^.]*$", "");
        }

        Path jars() {
            return this == CURRENT ? Binaries.kafka() : Binaries.connect(key);
        }
    }

    /** A plugin that the worker found; {@code type} as Connect writes it: source, sink, transformation, converter... */
    public record Plugin(String pluginClass, String type, String version) {}

    /** A connector: what it was given, secrets that are references as references, and how it is. */
    public record Connector(String name, Map<String, String> config, ConnectorStatus status) {
        public Connector {
            config = Map.copyOf(config);
        }
    }

    private final String url;
    private final ConnectRest rest;

    ConnectWorker(ChildProcess.Spec spec, String url) {
        super(new ChildProcess(spec));
        this.url = url;
        this.rest = new ConnectRest(url);
    }

    /** The folder gets the worker's settings and log; the data are in Kafka, under the group's name. */
    public static ConnectWorkerBuilder builder(Path dir) {
        return new ConnectWorkerBuilder(dir);
    }

    /** The REST API's address, without a slash at the end. */
    public String url() {
        return url;
    }

    @Override
    boolean isReady() {
        try {
            return rest.statusOf("/health") == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Creates a connector, or gives it this configuration. */
    public void put(String connector, Map<String, String> config) {
        rest.send("PUT", path(connector) + "/config", json(config));
    }

    /** As {@link #put}, from a file with {@code name} and {@code config}. Returns the name. */
    public String putJson(Path file) {
        JsonNode request = read(file);
        String name = request.path("name").asText();
        rest.send("PUT", path(name) + "/config", request.path("config").toString());
        return name;
    }

    /** Posts a file with {@code name} and {@code config} unchanged; a connector of that name must not exist. */
    public String post(Path file) {
        JsonNode request = read(file);
        rest.send("POST", "/connectors", request.toString());
        return request.path("name").asText();
    }

    public void delete(String connector) {
        rest.send("DELETE", path(connector), "");
    }

    /** Restarts the connector and its tasks, whether they failed or not. */
    public void restart(String connector) {
        rest.send("POST", path(connector) + "/restart?includeTasks=true", "");
    }

    public void pause(String connector) {
        rest.send("PUT", path(connector) + "/pause", "");
    }

    public void resume(String connector) {
        rest.send("PUT", path(connector) + "/resume", "");
    }

    public void stop(String connector) {
        rest.send("PUT", path(connector) + "/stop", "");
    }

    /** Alters the offsets of a stopped sink connector; null resets a partition's. */
    public void alterOffsets(String connector, Map<TopicPartition, Long> offsets) {
        ArrayNode entries = ConnectRest.JSON.createArrayNode();
        offsets.forEach((id, offset) -> {
            ObjectNode entry = entries.addObject();
            entry.putObject("partition").put("kafka_topic", id.topic()).put("kafka_partition", id.partition());
            if (offset == null) {
                entry.putNull("offset");
            } else {
                entry.putObject("offset").put("kafka_offset", offset);
            }
        });
        String body =
                ConnectRest.JSON.createObjectNode().set("offsets", entries).toString();
        rest.send("PATCH", path(connector) + "/offsets", body);
    }

    /** Forgets the offsets of a stopped connector. */
    public void resetOffsets(String connector) {
        rest.send("DELETE", path(connector) + "/offsets", "");
    }

    public Set<String> connectors() {
        Set<String> names = new TreeSet<>();
        rest.get("/connectors").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** All connectors, by name, in one request. */
    public List<Connector> describe() {
        List<Connector> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each :
                rest.get("/connectors?expand=info&expand=status").properties()) {
            Map<String, String> config = new TreeMap<>();
            each.getValue()
                    .path("info")
                    .path("config")
                    .properties()
                    .forEach(
                            entry -> config.put(entry.getKey(), entry.getValue().asText()));
            found.add(new Connector(
                    each.getKey(), config, ConnectorStatus.of(each.getValue().path("status"))));
        }
        found.sort(Comparator.comparing(Connector::name));
        return List.copyOf(found);
    }

    public ConnectorStatus status(String connector) {
        return ConnectorStatus.of(rest.get(path(connector) + "/status"));
    }

    /** Waits until the connector and all of its tasks run; else fails with what the status says. */
    public void awaitRunning(String connector, Duration atMost) {
        await(connector, "to run", ConnectorStatus::isRunning, atMost);
    }

    /** Waits until the connector or a task of it has failed, and returns the trace. */
    public String awaitFailed(String connector, Duration atMost) {
        return await(connector, "to fail", ConnectorStatus::isFailed, atMost).failures();
    }

    /** Waits for any state of a connector; {@code what} completes the sentence "waited for NAME ...". */
    public ConnectorStatus await(String connector, String what, Predicate<ConnectorStatus> condition, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        String last = "no status yet";
        while (System.nanoTime() < deadline) {
            try {
                ConnectorStatus status = status(connector);
                if (condition.test(status)) {
                    return status;
                }
                last = status.toString();
            } catch (ConnectRestException notYet) {
                last = notYet.getMessage();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new AssertionError("Waited %d s for %s %s: %s. The worker's log is %s."
                .formatted(atMost.toSeconds(), connector, what, last, log().toAbsolutePath()));
    }

    /** Every plugin, transforms and converters included. */
    public List<Plugin> plugins() {
        List<Plugin> found = new ArrayList<>();
        for (JsonNode plugin : rest.get("/connector-plugins?connectorsOnly=false")) {
            found.add(new Plugin(
                    plugin.path("class").asText(),
                    plugin.path("type").asText(),
                    plugin.path("version").asText()));
        }
        return found;
    }

    public Set<String> pluginClasses() {
        return plugins().stream().map(Plugin::pluginClass).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Has a configuration checked: the errors of each key that has some. */
    public Map<String, List<String>> validate(String pluginClass, Map<String, String> config) {
        Map<String, String> whole = new TreeMap<>(config);
        whole.putIfAbsent("connector.class", pluginClass);
        whole.putIfAbsent("name", "validated");
        JsonNode answer =
                rest.send("PUT", "/connector-plugins/" + encode(pluginClass) + "/config/validate", json(whole));
        Map<String, List<String>> errors = new TreeMap<>();
        for (JsonNode entry : answer.path("configs")) {
            List<String> messages = new ArrayList<>();
            entry.path("value").path("errors").forEach(message -> messages.add(message.asText()));
            if (!messages.isEmpty()) {
                errors.put(entry.path("value").path("name").asText(), List.copyOf(messages));
            }
        }
        return errors;
    }

    private static String path(String connector) {
        return "/connectors/" + encode(connector);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode read(Path file) {
        try {
            return ConnectRest.JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String json(Map<String, String> config) {
        try {
            return ConnectRest.JSON.writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
