// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connect.sink.DeliveryOptions;
import io.millrace.connect.sink.EnvelopeOptions;
import io.millrace.connect.sink.EnvelopeRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Connectors that the sink's pages show are valid, and the settings that they name exist and take the values said. */
class DocsTest {
    private static final Path PAGES = Path.of("..", "..", "docs", "connectors");
    private static final Pattern JSON_BLOCK = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("```.*?```", Pattern.DOTALL);
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\|[^|]*\\|");
    private static final Pattern SETTING = Pattern.compile("`([a-z]\\w*(?:\\.\\w+)+)(?:=([^`]*))?`");
    private static final Pattern NO_SETTING =
            Pattern.compile("(io|org)\\.\\w+\\..*|(curated|shop|millrace)\\.\\w+.*|.*\\.(json|pem)");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of Connect, converters, Debezium's sources and Strimzi. */
    private static final Set<String> OTHERS = Set.of(
            "column.include.list",
            "column.propagate.source.type",
            "connect.decimal.precision",
            "connector.client.config.override.policy",
            "datatype.propagate.source.type",
            "decimal.handling.mode",
            "errors.deadletterqueue.topic.name",
            "errors.tolerance",
            "schemas.enable",
            "spec.autoRestart.enabled",
            "tasks.max",
            "time.precision.mode");

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (Stream<Path> all = Files.list(PAGES)) {
            all.filter(DocsTest::isOfTheSink).sorted().forEach(pages::add);
        }
        return pages;
    }

    private static boolean isOfTheSink(Path page) {
        String name = page.getFileName().toString();
        return name.startsWith("postgres-") || isMigration(page);
    }

    /** Whose tables begin with a column of other connectors' settings. */
    private static boolean isMigration(Path page) {
        return page.getFileName().toString().startsWith("migrate-from-");
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
        assertThat(tests).hasSizeGreaterThan(5);
        return tests.stream();
    }

    private static List<String> problems(Map<String, String> config) {
        assertThat(config).containsEntry("connector.class", PostgresSinkConnector.class.getName());
        return PostgresSinkConnector.settings(config).values().stream()
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
        Set<String> foreign = foreign(page);
        List<String> wrong = new ArrayList<>();
        Matcher settings = SETTING.matcher(prose(page));
        while (settings.find()) {
            String key = settings.group(1);
            boolean isSetting =
                    !foreign.contains(key) && !NO_SETTING.matcher(key).matches();
            if (isSetting && !isRight(key, settings.group(2))) {
                wrong.add(settings.group());
            }
        }
        return wrong;
    }

    /** Settings of other connectors, and not of this one, that the page's tables begin with. */
    private static Set<String> foreign(Path page) throws IOException {
        Set<String> foreign = new HashSet<>();
        if (isMigration(page)) {
            FIRST_CELL
                    .matcher(Files.readString(page))
                    .results()
                    .flatMap(cell -> SETTING.matcher(cell.group()).results())
                    .forEach(setting -> foreign.add(setting.group(1)));
            foreign.removeAll(PostgresSinkConfig.DEF.names());
        }
        return foreign;
    }

    private static String prose(Path page) throws IOException {
        String text = BLOCK.matcher(Files.readString(page)).replaceAll("");
        return isMigration(page) ? FIRST_CELL.matcher(text).replaceAll("|") : text;
    }

    private static boolean isRight(String key, String value) {
        if (PostgresSinkConfig.DEF.names().contains(key)) {
            return value == null || value.isEmpty() || takes(key, value);
        }
        return OTHERS.contains(key)
                || ConsumerConfig.configNames().contains(without("consumer.override.", key))
                || AdminClientConfig.configNames().contains(without(DeliveryOptions.TOPIC_CHECK_PREFIX, key))
                || (key.startsWith(EnvelopeOptions.PREFIX) && isOfEnvelopes(without(EnvelopeOptions.PREFIX, key)));
    }

    private static String without(String prefix, String key) {
        return key.startsWith(prefix) ? key.substring(prefix.length()) : key;
    }

    private static boolean takes(String key, String value) {
        return PostgresSinkConfig.DEF
                .validateAll(Map.of(key, value))
                .get(key)
                .errorMessages()
                .isEmpty();
    }

    private static boolean isOfEnvelopes(String key) {
        try {
            new EnvelopeRows(Map.of(key, ""));
            return true;
        } catch (ConfigException e) {
            return !e.getMessage().startsWith("Cannot normalize change events: found [" + key);
        }
    }

    @Test
    void findsWhatIsWrong() {
        assertThat(isRight("write.mode", "insert")).isTrue();
        assertThat(isRight("write.mode", "replace")).isFalse();
        assertThat(isRight("write.modes", null)).isFalse();
        assertThat(isRight("envelope.deletes", null)).isTrue();
        assertThat(isRight("envelope.delete", null)).isFalse();
        assertThat(isRight("topic.check.security.protocol", null)).isTrue();
        assertThat(problems(Map.of("connector.class", PostgresSinkConnector.class.getName())))
                .singleElement()
                .asString()
                .contains("connection.url");
    }
}
