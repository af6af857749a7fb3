// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.cli.terminal.Problem;
import io.millrace.cli.trial.Given.NamedDatum;
import io.millrace.cli.trial.Given.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records of a text, one JSON per line. A line is a record, {@code {"topic": …, "key": …, "value": …, "headers": […]}},
 * if it has a value and nothing else that records have not; any other line is a value.
 */
final class JsonLines implements RecordInput {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final String BASE64 = "Base64";
    private static final Set<String> MEMBERS =
            Set.of("topic", "partition", "offset", "timestamp", "headers", "key", "value", "keyBase64", "valueBase64");

    private final String file;
    private final String defaultTopic;
    private final BufferedReader lines;
    private int line;
    private int records;

    JsonLines(String file, String defaultTopic, BufferedReader lines) {
        this.file = file;
        this.defaultTopic = defaultTopic;
        this.lines = lines;
    }

    @Override
    public @Nullable Given next() {
        try {
            String text = lines.readLine();
            line++;
            while (text != null && text.isBlank()) {
                text = lines.readLine();
                line++;
            }
            return text == null ? null : record(parse(text));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Problem(
                    "Cannot read a record at %s: not JSON, %s at column %d. Expected one record per line, as JSON."
                            .formatted(
                                    at(),
                                    e.getOriginalMessage(),
                                    Math.max(1, e.getLocation().getColumnNr())),
                    e);
        }
    }

    private Given record(JsonNode node) {
        records++;
        if (!isRecord(node)) {
            Place place = new Place(defaultTopic, null, null, null);
            return new Given(records, at(), place, new Datum.Nothing(), datum(node), List.of());
        }
        return new Given(records, at(), place(node), datum(node, "key"), datum(node, "value"), headers(node));
    }

    private static boolean isRecord(JsonNode node) {
        if (!node.isObject() || !(node.has("value") || node.has("valueBase64"))) {
            return false;
        }
        boolean isRecord = true;
        for (var member : node.properties()) {
            isRecord &= MEMBERS.contains(member.getKey());
        }
        return isRecord;
    }

    private Place place(JsonNode node) {
        return new Place(
                node.hasNonNull("topic") ? node.get("topic").asText() : defaultTopic,
                node.hasNonNull("partition") ? Integer.valueOf(partition(node)) : null,
                node.hasNonNull("offset") ? Long.valueOf(number(node, "offset")) : null,
                node.hasNonNull("timestamp") ? Long.valueOf(number(node, "timestamp")) : null);
    }

    private int partition(JsonNode node) {
        long found = number(node, "partition");
        if (found < 0 || found > Integer.MAX_VALUE) {
            throw malformed("partition", "expected 0 or more");
        }
        return (int) found;
    }

    private long number(JsonNode node, String member) {
        JsonNode found = node.get(member);
        if (!found.isIntegralNumber() || !found.canConvertToLong()) {
            throw malformed(member, "expected a whole number");
        }
        return found.longValue();
    }

    private List<NamedDatum> headers(JsonNode node) {
        List<NamedDatum> headers = new ArrayList<>();
        for (JsonNode header : node.path("headers")) {
            if (!header.path("key").isTextual()) {
                throw malformed("headers", "expected a list of {\"key\": …, \"value\": …}");
            }
            headers.add(new NamedDatum(header.get("key").asText(), datum(header, "value")));
        }
        return headers;
    }

    private Datum datum(JsonNode node, String member) {
        JsonNode bytes = node.get(member + BASE64);
        if (bytes == null) {
            JsonNode found = node.get(member);
            return found == null ? new Datum.Nothing() : datum(found);
        }
        try {
            return bytes.isNull()
                    ? new Datum.Nothing()
                    : Datum.Bytes.of(Base64.getDecoder().decode(bytes.asText()));
        } catch (IllegalArgumentException e) {
            throw malformed(member + BASE64, "expected Base64");
        }
    }

    private static Datum datum(JsonNode node) {
        return node.isNull() ? new Datum.Nothing() : new Datum.Json(node);
    }

    private Problem malformed(String member, String expected) {
        return new Problem("Cannot read a record at " + at() + ": wrong '" + member + "', " + expected + ".");
    }

    private String at() {
        return file + ":" + line;
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
