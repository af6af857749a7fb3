// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.logging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a file of Alloy makes of a line, as far as these files go: expressions of {@code stage.json} that are names, labels,
 * structured metadata, and the labels that {@code discovery.relabel} gives.
 */
record AlloyFile(
        Map<String, String> json,
        Map<String, String> labels,
        Map<String, String> metadata,
        Map<String, String> timestamp,
        Set<String> targetLabels) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PAIR = Pattern.compile("(\\w+)\\s*=\\s*\"([^\"]*)\"");
    private static final Pattern TARGET = Pattern.compile("target_label\\s*=\\s*\"(\\w+)\"");

    /** A line with what a query can ask for. */
    record Entry(String line, Map<String, String> labels, Map<String, String> metadata) {}

    static AlloyFile parse(String text) {
        return new AlloyFile(
                pairs(block(text, "stage.json")),
                pairs(block(text, "stage.labels")),
                pairs(block(text, "stage.structured_metadata")),
                pairs(block(text, "stage.timestamp")),
                TARGET.matcher(text)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** From the opening brace to the one that closes it. */
    private static String block(String text, String name) {
        int begin = text.indexOf("{", text.indexOf(name + " {"));
        int depth = 0;
        for (int at = begin; at < text.length(); at++) {
            depth += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
            if (depth == 0) {
                return text.substring(begin, at);
            }
        }
        throw new IllegalArgumentException("Cannot read block " + name + ": no brace ends it.");
    }

    private static Map<String, String> pairs(String block) {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher matcher = PAIR.matcher(block);
        while (matcher.find()) {
            found.put(matcher.group(1), matcher.group(2));
        }
        return found;
    }

    /** What a worker's line becomes; one that is no JSON has the labels of its pod alone. */
    Entry entry(String line) {
        Map<String, String> extracted = extracted(line);
        Map<String, String> ofLine = new LinkedHashMap<>(Map.of("job", "kafka-connect"));
        ofLine.putAll(chosen(labels, extracted));
        return new Entry(line, ofLine, chosen(metadata, extracted));
    }

    Map<String, String> extracted(String line) {
        Map<String, String> found = new LinkedHashMap<>();
        try {
            JsonNode root = JSON.readTree(line);
            json.forEach((name, expression) -> {
                if (root.has(expression)) {
                    found.put(name, root.get(expression).asText());
                }
            });
        } catch (JsonProcessingException plain) {
            return Map.of();
        }
        return found;
    }

    private static Map<String, String> chosen(Map<String, String> wanted, Map<String, String> extracted) {
        Map<String, String> found = new LinkedHashMap<>();
        wanted.forEach((name, source) -> {
            if (extracted.containsKey(source)) {
                found.put(name, extracted.get(source));
            }
        });
        return found;
    }
}
