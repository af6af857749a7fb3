// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.FakePluginMetrics;
import io.millrace.testkit.FakeSourceTaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The connector's pages name every metric, refusal and setting, and what they show works. */
@Timeout(180)
class HttpIngestDocsTest {
    private static final Path DOCS = Path.of("..", "..", "docs", "connectors");
    private static final Pattern METRIC = Pattern.compile("`([a-z0-9-]+-(?:total|rate|avg-ms|max-ms))`");
    private static final Pattern REFUSAL =
            Pattern.compile("new Refus(?:al|edException)\\(\\s*(?:new Refusal\\(\\s*)?(\\d{3}),\\s*\"([a-z-]+)\"");
    private static final Pattern SETTING =
            Pattern.compile("`((?:http|record|topics?|in\\.flight|commit|bad|batch|event|clock"
                    + "|message|unconfirmed)\\.[a-z.]+[a-z])(?:=[^`]*)?`");
    private static final Pattern BLOCK = Pattern.compile("(?s)```(json|bash)\n(.*?)```");
    private static final String KEY = "k3y-of-the-shop";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String page(String name) {
        return text(DOCS.resolve(name));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> found(Pattern pattern, String in) {
        return pattern.matcher(in).results().map(each -> each.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<MatchResult> refusals() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            String code = sources.filter(Files::isRegularFile)
                    .map(HttpIngestDocsTest::text)
                    .collect(Collectors.joining());
            List<MatchResult> refusals = REFUSAL.matcher(code).results().toList();
            assertThat(refusals).hasSizeGreaterThan(20);
            return refusals;
        }
    }

    @Test
    void nameEveryMetricAndNoOther() {
        try (FakePluginMetrics metrics = new FakePluginMetrics()) {
            HttpIngestSourceTask task = new HttpIngestSourceTask();
            task.initialize(new FakeSourceTaskContext(metrics));
            task.start(TaskRun.props());
            task.stop();

            String page = page("http-ingest-operations.md");
            Set<String> named = found(METRIC, page);
            found(
                            Pattern.compile("`([a-z-]+)`"),
                            page.substring(page.indexOf("requests not taken:"))
                                    .lines()
                                    .findFirst()
                                    .orElseThrow())
                    .forEach(reason -> named.add("requests-refused-" + reason + "-total"));
            Stream.of("port", "requests-in-flight", "requests-waiting", "bytes-in-flight")
                    .filter(gauge -> page.contains("`" + gauge + "`"))
                    .forEach(named::add);
            assertThat(named).isEqualTo(metrics.values().keySet());
        }
    }

    @Test
    void nameEveryRefusal() throws IOException {
        String requests = page("http-ingest-requests.md");
        for (MatchResult refusal : refusals()) {
            String row = requests.lines()
                    .filter(line ->
                            line.startsWith("|") && line.split("\\|", -1)[1].contains("`" + refusal.group(2) + "`"))
                    .findFirst()
                    .orElse("no row for " + refusal.group(2));
            assertThat(row).as(refusal.group(2)).contains(refusal.group(1));
            assertThat(page("http-ingest-source.md"))
                    .as("statuses")
                    .containsPattern("(?m)^\\| [^|]*" + refusal.group(1) + "[^|]* \\|");
        }
    }

    @Test
    void countEveryRefusal() throws IOException {
        assertThat(refusals())
                .extracting(refusal -> refusal.group(2))
                .filteredOn(reason -> !reason.equals("other"))
                .isSubsetOf(PluginIngestMetrics.REASONS);
    }

    @Test
    void nameOnlySettingsThatThereAre() throws IOException {
        Map<String, ConfigDef.ConfigKey> keys = HttpIngestConfig.DEF.configKeys();
        for (String name : List.of("source", "requests", "security", "operations")) {
            Set<String> settings = found(SETTING, page("http-ingest-" + name + ".md"));
            assertThat(settings)
                    .as(name)
                    .isNotEmpty()
                    .allMatch(key ->
                            keys.containsKey(key) || keys.keySet().stream().anyMatch(each -> each.startsWith(key)));
        }
        String all = Stream.of("source", "requests", "security", "operations")
                .map(name -> page("http-ingest-" + name + ".md"))
                .collect(Collectors.joining());
        assertThat(keys.keySet())
                .filteredOn(key -> key.startsWith("http.") && !key.startsWith("http.ssl."))
                .allMatch(all::contains, "is on a page");
    }

    /** Each command, with the settings that are shown before it. */
    @TestFactory
    Stream<DynamicTest> showWhatWorks() {
        return Stream.of("source", "requests", "security")
                .flatMap(name -> examples(page("http-ingest-" + name + ".md")).stream())
                .map(example -> DynamicTest.dynamicTest(example.name(), example::run));
    }

    private record Example(String settings, String command) {
        String name() {
            return (settings + command).replaceAll("\\s+", " ");
        }

        void run() throws Exception {
            Clients.assumeCurl();
            Assumptions.assumeTrue(Clients.find("openssl").isPresent(), "openssl is not on the PATH.");
            List<String> props = new ArrayList<>();
            JsonNode given = JSON.readTree(settings);
            given.properties().forEach(setting -> {
                if (setting.getKey().startsWith("http.") || setting.getKey().startsWith("record.")) {
                    props.addAll(List.of(setting.getKey(), setting.getValue().asText()));
                }
            });
            props.addAll(List.of("http.host", "127.0.0.1", "http.port", "0"));
            if (settings.contains("http.auth.type")) {
                String hash = Clients.run(Path.of("."), List.of("bash", "-c", "printf %s " + KEY + " | sha256sum"))
                        .output();
                props.addAll(List.of("http.auth.keys", "shop:" + hash.substring(0, 64)));
            }
            try (TaskRun run = TaskRun.of(props.toArray(String[]::new))) {
                String script = command.replace("localhost:8090", "127.0.0.1:" + run.port())
                        .replace("<key>", KEY)
                        .replace("curl ", "curl -sS ");

                String answer =
                        Clients.run(Path.of("."), List.of("bash", "-c", script)).output();

                assertThat(JSON.readTree(answer).path("accepted").asInt())
                        .as(answer)
                        .isPositive();
                assertThat(run.records())
                        .hasSize(JSON.readTree(answer).path("accepted").asInt());
            }
        }
    }

    private static List<Example> examples(String page) {
        List<Example> examples = new ArrayList<>();
        String settings = "{\"http.auth.type\": \"api-key\"}";
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            boolean isSettings = block.group(1).equals("json") && block.group(2).contains("\"http.");
            settings = isSettings ? block.group(2) : settings;
            if (block.group(1).equals("bash") && block.group(2).contains("curl ")) {
                examples.add(new Example(settings, block.group(2)));
            }
        }
        assertThat(examples).isNotEmpty();
        return examples;
    }

    /** The hash on the page is that of the key on the page. */
    @Test
    void hashTheKeyThatTheyShow() {
        String page = page("http-ingest-security.md");
        assertThat(page).contains("printf %s '" + KEY + "' | sha256sum");
        assertThat(found(Pattern.compile("shop:([0-9a-f]{64})"), page))
                .singleElement()
                .satisfies(hash -> {
                    try (TaskRun run = TaskRun.of("http.auth.type", "api-key", "http.auth.keys", "shop:" + hash)) {
                        byte[] request = RawHttp.post(
                                "/v1/events",
                                "application/json",
                                "{\"event_id\":\"e\",\"device_id\":\"d\",\"type\":\"t\"}",
                                "X-API-Key: " + KEY);
                        try (RawHttp connection = new RawHttp(run.port())) {
                            assertThat(connection.send(request).answer()).startsWith("HTTP/1.1 200 ");
                        }
                    }
                });
    }
}
