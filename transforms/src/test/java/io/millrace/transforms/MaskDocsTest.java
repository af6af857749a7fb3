// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the pages on MaskFields and on the predicates show is what they do. */
class MaskDocsTest {
    private static final Pattern RECORD =
            Pattern.compile("<!-- record: ([\\w -]+) -->\\s*```json\\n(.*?)```", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> everyExampleOfMasksIsTrue() throws IOException {
        return DocExamples.of("mask-fields.md", MaskDocsTest::transform);
    }

    private static Transformation<SourceRecord> transform(Map<String, String> config) {
        boolean isKey = "Key".equals(config.get("type"));
        MaskFields<SourceRecord> transform = isKey ? new MaskFields.Key<>() : new MaskFields.Value<>();
        transform.configure(config);
        return transform;
    }

    @Test
    void theTableOfPredicatesIsTrue() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "transforms", "predicates.md"));
        Map<String, SourceRecord> records = records(page);
        List<String> table =
                page.lines().dropWhile(line -> !line.startsWith("| record")).toList();
        List<String> predicates = cells(table.get(0));
        int rows = 0;
        for (String line : table.subList(2, table.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            List<String> cells = cells(line);
            SourceRecord record = records.get(cells.get(0));
            for (int i = 1; i < cells.size(); i++) {
                assertThat(predicate(predicates.get(i)).test(record))
                        .as("%s for %s", predicates.get(i), cells.get(0))
                        .isEqualTo(cells.get(i).equals("yes"));
            }
            rows++;
        }
        assertThat(rows).isEqualTo(records.size());
    }

    private static Map<String, SourceRecord> records(String page) throws IOException {
        Map<String, SourceRecord> records = new LinkedHashMap<>();
        Matcher examples = RECORD.matcher(page);
        while (examples.find()) {
            JsonNode node = JSON.readTree(examples.group(2));
            records.put(
                    examples.group(1),
                    new SourceRecord(
                            Map.of(),
                            Map.of(),
                            node.get("topic").asText(),
                            null,
                            null,
                            JSON.convertValue(node.get("key"), Object.class),
                            null,
                            JSON.convertValue(node.get("value"), Object.class)));
        }
        return records;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("\\|"))
                .map(cell -> cell.strip().replace("`", ""))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Predicate<SourceRecord> predicate(String header) throws ReflectiveOperationException {
        String[] parts = header.split(" ", 2);
        Predicate<SourceRecord> predicate =
                (Predicate<SourceRecord>) Class.forName("io.millrace.transforms." + parts[0])
                        .getConstructor()
                        .newInstance();
        Map<String, String> props = new HashMap<>();
        if (parts.length > 1) {
            String[] setting = parts[1].split("=", 2);
            props.put(setting[0], setting[1]);
        }
        predicate.configure(props);
        return predicate;
    }
}
