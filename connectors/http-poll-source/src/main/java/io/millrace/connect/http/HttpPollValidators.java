// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.json.internal.SchemaText;
import io.millrace.records.ConfigChecks;
import io.millrace.records.Fault;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;

/** What is wrong with a single value. */
final class HttpPollValidators {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,100}");

    private HttpPollValidators() {}

    static Validator endpointNames() {
        return ConfigChecks.described(
                (name, value) -> {
                    for (Object each : (List<?>) value) {
                        if (!NAME.matcher(String.valueOf(each)).matches()) {
                            throw new ConfigException(
                                    name, each, "expected letters, digits, underscores and dashes. Name it so.");
                        }
                    }
                },
                "names");
    }

    static Validator url() {
        return ConfigChecks.described(
                (name, value) -> {
                    if (value != null) { // else said as missing
                        checkUrl(name, (String) value);
                    }
                },
                "an http or https address");
    }

    private static void checkUrl(String name, String value) {
        HttpUrl url = HttpUrl.parse(value);
        if (url == null) {
            throw refusedUrl(name, "expected an http or https address");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw refusedUrl(name, "found a user or password in it");
        }
        if (url.fragment() != null) {
            throw refusedUrl(name, "found a fragment (#) in it");
        }
    }

    private static ConfigException refusedUrl(String name, String why) { // may hold a secret: never shown
        return new ConfigException("Invalid value for configuration " + name + ": " + why
                + ". Give an address such as https://api.example.com/v1/events.");
    }

    static Validator template() {
        return ConfigChecks.described(
                (name, value) -> {
                    try {
                        Template.parse((String) value);
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(
                                "Invalid value for configuration " + name + ": " + e.getMessage() + ". Correct it.");
                    }
                },
                "text with ${values} in it");
    }

    static Validator pointer(String example) {
        return ConfigChecks.described(
                (name, value) -> {
                    if (((String) value).isEmpty() || !isPointer((String) value)) {
                        throw ConfigChecks.refusal(name, value, "expected a JSON pointer such as " + example, example);
                    }
                },
                "a JSON pointer");
    }

    static Validator pointerOrNone(String example) {
        return ConfigChecks.described(
                (name, value) -> {
                    if (!isPointer((String) value)) {
                        throw ConfigChecks.refusal(
                                name,
                                value,
                                "expected a JSON pointer such as " + example,
                                String.valueOf(HttpPollConfig.DEF
                                                        .defaultValues()
                                                        .get(name))
                                                .isEmpty()
                                        ? "none"
                                        : example);
                    }
                },
                "a JSON pointer, or empty");
    }

    private static boolean isPointer(String text) {
        try {
            JsonPointer.compile(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static Validator instant() {
        return ConfigChecks.described(HttpPollValidators::checkInstant, "an instant, now, or now-P7D");
    }

    static Validator instantOrNone() {
        return ConfigChecks.described(
                (name, value) -> {
                    if (!((String) value).isEmpty()) {
                        checkInstant(name, value);
                    }
                },
                "an instant, now, or empty");
    }

    private static void checkInstant(String name, Object value) {
        try {
            Windows.instant((String) value, Instant.EPOCH);
        } catch (DateTimeException e) {
            throw new ConfigException(
                    name, value, "expected such as 2026-03-01T00:00:00Z, now or now-P7D. Correct it.");
        }
    }

    static Validator windowFormat() {
        return ConfigChecks.described(
                (name, value) -> {
                    try {
                        if (Windows.format((String) value).apply(Instant.EPOCH).isEmpty()) {
                            throw new IllegalArgumentException("empty");
                        }
                    } catch (IllegalArgumentException | DateTimeException e) {
                        throw ConfigChecks.refusal(
                                name, value, "expected iso, epoch-s, epoch-ms or a pattern of times", "iso");
                    }
                },
                "iso, epoch-s, epoch-ms or a pattern");
    }

    static Validator delimiter() {
        return ConfigChecks.described(
                (name, value) -> {
                    if (((String) value).length() != 1 && !value.equals("\\t")) {
                        throw ConfigChecks.refusal(name, value, "expected one character", ",");
                    }
                },
                "one character, or \\t");
    }

    static Validator offset() {
        return ConfigChecks.described(
                (name, value) -> {
                    try {
                        if (!((String) value).isEmpty()) {
                            Position.of(offset((String) value));
                        }
                    } catch (ConnectException e) {
                        throw new ConfigException("Invalid value for configuration " + name
                                + ": expected a source offset such as {\"cursor\": \"c100\"}. " + e.getMessage());
                    }
                },
                "a source offset as JSON");
    }

    /** @throws ConfigException if {@code text} is no JSON object */
    static Map<String, Object> offset(String text) {
        Map<String, Object> offset = new HashMap<>();
        try {
            if (SchemaText.tree(text) instanceof Map<?, ?> object) {
                object.forEach((key, value) -> offset.put(
                        String.valueOf(key), value instanceof BigInteger number ? (Object) number.longValue() : value));
                return offset;
            }
        } catch (Fault e) {
            // said below
        }
        throw new ConfigException("Invalid value for configuration " + HttpPollConfig.INITIAL_OFFSET
                + ": expected a JSON object such as {\"cursor\": \"c100\"}. Correct it.");
    }
}
