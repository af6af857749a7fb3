// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.JavaProgram;
import io.millrace.testkit.servers.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A Prometheus that scrapes every ten seconds and evaluates every second, and its HTTP API as methods. */
final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ABSENT =
            "Skipped: there is no prometheus (testkit/debian/fetch prometheus fetches it; else it is looked for on PATH).";

    private final HttpClient client = HttpClient.newHttpClient();
    private final JavaProgram program;
    private final String url;

    private Prometheus(JavaProgram program, String url) {
        this.program = program;
        this.url = url;
    }

    /** Skips the calling test, and says so, where there is no Prometheus. */
    static Path requireBinary() {
        Path fetched = Binaries.directory().resolveSibling("prometheus/usr/bin/prometheus");
        List<Path> found = Stream.concat(
                        Stream.of(fetched),
                        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                                .map(folder -> Path.of(folder, "prometheus")))
                .filter(Files::isExecutable)
                .toList();
        Assumptions.assumeFalse(found.isEmpty(), ABSENT);
        return found.get(0);
    }

    /** Starts one with these targets and files of rules, on data of its own in {@code dir}. */
    static Prometheus start(Path dir, List<ScrapeTarget> targets, List<Path> rules) {
        Path binary = requireBinary();
        int port = Ports.free();
        targets.forEach(ScrapeTarget::scrape); // a first scrape takes long, by itself and on a busy machine
        Path config = write(dir.resolve("prometheus.yaml"), configuration(targets, rules));
        List<String> command = List.of(
                binary.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + dir.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port);
        return new Prometheus(
                JavaProgram.start(dir, "prometheus", command, "Server is ready to receive web requests"),
                "http://127.0.0.1:" + port);
    }

    private static String configuration(List<ScrapeTarget> targets, List<Path> rules) {
        StringBuilder text = new StringBuilder("""
                global:
                  scrape_interval: 10s
                  scrape_timeout: 10s
                  evaluation_interval: 1s
                rule_files:
                """);
        rules.forEach(file -> text.append("  - ").append(file.toAbsolutePath()).append('\n'));
        text.append("scrape_configs:\n");
        targets.forEach(target -> text.append("""
                  - job_name: %s
                    static_configs:
                      - targets: ["%s"]
                """.formatted(target.job(), target.address())));
        return text.toString();
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The series that a query gives now; a query that Prometheus refuses is an {@link IllegalArgumentException}. */
    JsonNode query(String query) {
        return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .path("result");
    }

    /** The jobs whose targets answer. */
    Set<String> jobsUp() {
        Set<String> jobs = new TreeSet<>();
        query("up == 1")
                .forEach(series -> jobs.add(series.path("metric").path("job").asText()));
        return jobs;
    }

    /** The alerts that are firing, each with its labels. */
    List<JsonNode> firing() {
        List<JsonNode> firing = new ArrayList<>();
        for (JsonNode alert : get("/api/v1/alerts").path("alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                firing.add(alert);
            }
        }
        return firing;
    }

    /** Its groups of rules, with what went wrong when they were evaluated. */
    JsonNode ruleGroups() {
        return get("/api/v1/rules").path("groups");
    }

    private JsonNode get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            JsonNode answer =
                    JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
            if (!answer.path("status").asText().equals("success")) {
                throw new IllegalArgumentException("Prometheus refused " + path + ": "
                        + answer.path("error").asText());
            }
            return answer.path("data");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ask Prometheus, whose log is " + program.log() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking Prometheus", e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
