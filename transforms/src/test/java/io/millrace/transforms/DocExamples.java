// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.DynamicTest;

/**
 * The examples of a page under {@code docs/transforms/}, run. A comment {@code before: NAME} stands over a JSON block with
 * a record ({@code topic}, {@code key}, {@code value}; what is left out does not matter), a comment {@code after: NAME
 * {settings}} over what the transform makes of it: the members that it names, or {@code null} for nothing.
 */
final class DocExamples {
    private static final Path PAGES = Path.of("..", "docs", "transforms");
    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- (before|after): ([\\w-]+) ?(\\{.*?})? -->\\s*```json\\n(.*?)```", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();

    private DocExamples() {}

    /** One test for each {@code after} of the page. {@code transform} makes the configured transform. */
    public static Stream<DynamicTest> of(
            String page, Function<Map<String, String>, Transformation<SourceRecord>> transform) throws IOException {
        Map<String, JsonNode> before = new HashMap<>();
        List<DynamicTest> tests = new ArrayList<>();
        Matcher examples = EXAMPLE.matcher(Files.readString(PAGES.resolve(page)));
        while (examples.find()) {
            String name = examples.group(2);
            JsonNode record = JSON.readTree(examples.group(4));
            if (examples.group(1).equals("before")) {
                before.put(name, record);
            } else {
                Map<String, String> config = settings(examples.group(3));
                assertThat(before).as("examples before").containsKey(name);
                tests.add(DynamicTest.dynamicTest(
                        name + " " + config, () -> check(before.get(name), transform.apply(config), record)));
            }
        }
        assertThat(tests).as("examples of " + page).isNotEmpty();
        return tests.stream();
    }

    private static Map<String, String> settings(String json) throws JsonProcessingException {
        return json == null ? Map.of() : JSON.readValue(json, new TypeReference<Map<String, String>>() {});
    }

    private static void check(JsonNode before, Transformation<SourceRecord> transform, JsonNode after) {
        SourceRecord result = transform.apply(record(before));

        if (after.isNull()) {
            assertThat(result).isNull();
            return;
        }
        ObjectNode found = JSON.createObjectNode();
        found.put("topic", result.topic());
        found.set("key", JSON.valueToTree(result.key()));
        found.set("value", JSON.valueToTree(result.value()));
        found.retain(names(after));
        assertThat(text(found)).isEqualTo(text(after));
    }

    /** Both read from text, so that a number is the same whatever Java type it has. */
    private static String text(JsonNode node) {
        try {
            return JSON.readTree(node.toString()).toPrettyString();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static SourceRecord record(JsonNode node) {
        return new SourceRecord(
                Map.of(),
                Map.of(),
                node.path("topic").asText("shop.orders"),
                null,
                null,
                JSON.convertValue(node.get("key"), Object.class),
                null,
                JSON.convertValue(node.get("value"), Object.class));
    }
}
