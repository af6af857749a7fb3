// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Connectors that the sink's pages show are valid, settings that they name exist, and so do tests. */
class DocsTest {
    private static final Path PAGES = Path.of("..", "..", "docs", "connectors");

    /** The connector's own, and those of the pipelines that it is in. */
    private static final List<Path> TESTS = List.of(
            Path.of("src", "test", "java", "io", "millrace", "connect", "clickhouse"),
            Path.of("..", "..", "connect-docker", "tests", "src", "test", "java", "io", "millrace", "connectdocker"));

    private static final Pattern JSON_BLOCK = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("```.*?```", Pattern.DOTALL);
    private static final Pattern SETTING = Pattern.compile("`([a-z]\\w*(?:\\.\\w+)+)(?:=([^`]*))?`");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))`");
    private static final Pattern NO_SETTING = Pattern.compile(
            "(io|org)\\.\\w+\\..*|(curated|shop|millrace|system|topic\\.check|settings)\\.\\w+.*|.*\\.(json|pem|key)");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of Connect and of Debezium's sources. */
    private static final Set<String> OTHERS = Set.of(
            "bigint.unsigned.handling.mode",
            "connect.decimal.precision",
            "consumer.override.max.poll.interval.ms",
            "errors.deadletterqueue.topic.name",
            "errors.tolerance",
            "interval.handling.mode",
            "max.poll.interval.ms",
            "tasks.max");

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (Stream<Path> all = Files.list(PAGES)) {
            all.filter(page -> page.getFileName().toString().startsWith("clickhouse-"))
                    .sorted()
                    .forEach(pages::add);
        }
        return pages;
    }

    @TestFactory
    Stream<DynamicTest> everyExampleIsValid() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            Matcher blocks = JSON_BLOCK.matcher(Files.readString(page));
            while (blocks.find()) {
                JsonNode block = JSON.readTree(blocks.group(1));
                Map<String, String> config = JSON.convertValue(
                        block.has("config") ? block.get("config") : block, new TypeReference<Map<String, String>>() {});
                tests.add(DynamicTest.dynamicTest(
                        page.getFileName() + " " + tests.size(),
                        () -> assertThat(problems(config)).isEmpty()));
            }
        }
        assertThat(tests).hasSizeGreaterThan(4);
        return tests.stream();
    }

    private static List<String> problems(Map<String, String> config) {
        assertThat(config).containsEntry("connector.class", ClickHouseSinkConnector.class.getName());
        return ClickHouseSinkConnector.settings(config).values().stream()
                .map(ConfigValue::errorMessages)
                .flatMap(List::stream)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> everySettingExists() throws IOException {
        return pages().stream()
                .map(page -> DynamicTest.dynamicTest(
                        page.getFileName().toString(),
                        () -> assertThat(wrongSettings(page)).isEmpty()));
    }

    private static List<String> wrongSettings(Path page) throws IOException {
        List<String> wrong = new ArrayList<>();
        Matcher settings = SETTING.matcher(BLOCK.matcher(Files.readString(page)).replaceAll(""));
        while (settings.find()) {
            String key = settings.group(1);
            if (!NO_SETTING.matcher(key).matches() && !isRight(key, settings.group(2))) {
                wrong.add(settings.group());
            }
        }
        return wrong;
    }

    private static boolean isRight(String key, String value) {
        if (!ClickHouseSinkConfig.DEF.names().contains(key)) {
            return OTHERS.contains(key);
        }
        return value == null
                || value.isEmpty()
                || ClickHouseSinkConfig.DEF
                        .validateAll(Map.of(key, value))
                        .get(key)
                        .errorMessages()
                        .isEmpty();
    }

    @Test
    void everyTestThatShowsAClaimExists() throws IOException {
        String pages = Files.readString(PAGES.resolve("clickhouse-guarantees.md"))
                + Files.readString(PAGES.resolve("clickhouse-types.md"));

        assertThat(TEST.matcher(pages).results().map(found -> found.group(1)))
                .hasSizeGreaterThan(4)
                .allMatch(test -> TESTS.stream().anyMatch(folder -> Files.exists(folder.resolve(test + ".java"))));
    }

    @Test
    void findsWhatIsWrong() {
        assertThat(isRight("delivery.mode", "at_least_once")).isTrue();
        assertThat(isRight("delivery.mode", "once")).isFalse();
        assertThat(isRight("delivery.modes", null)).isFalse();
        assertThat(problems(Map.of("connector.class", ClickHouseSinkConnector.class.getName())))
                .singleElement()
                .asString()
                .contains("connection.urls");
    }
}
