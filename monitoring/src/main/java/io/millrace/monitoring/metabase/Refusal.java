// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * What Metabase says when it does not do something: a text, or JSON with {@code errors}, a text for each wrong field, and a
 * {@code message}. Its {@code specific-errors} repeat what was sent, and are not shown.
 */
final class Refusal {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_CHARACTERS = 300;

    private Refusal() {}

    static String sentence(String purpose, HttpRequest request, HttpResponse<String> response) {
        int status = response.statusCode();
        String reasons = reasons(response.body());
        return "Cannot " + purpose + ": Metabase answered " + status + " to " + request.method() + " "
                + request.uri().getPath() + (reasons.isEmpty() ? "" : " (" + reasons + ")") + "." + advice(status);
    }

    private static String advice(int status) {
        return switch (status) {
            case 301, 302, 307, 308 -> " Redirects are not followed: name the final address as --url.";
            case 401 -> " Check the credentials.";
            case 403 -> " Sign in as an administrator, or use an API key of that group.";
            default -> "";
        };
    }

    private static String reasons(String body) {
        List<String> found = new ArrayList<>();
        try {
            JsonNode said = JSON.readTree(body);
            collect("", said.path("errors"), found);
            if (said.path("message").isTextual()) {
                found.add(said.path("message").asText());
            }
            if (said.isTextual()) {
                found.add(said.asText());
            }
        } catch (JsonProcessingException plainText) {
            found.add(body.strip());
        }
        String text = String.join("; ", found).replaceAll("\\s+", " ").replaceAll("\\.$", "");
        return text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) + "…" : text;
    }

    private static void collect(String name, JsonNode errors, List<String> found) {
        if (errors.isValueNode()) {
            found.add(name.isEmpty() ? errors.asText() : name + ": " + errors.asText());
        }
        errors.properties().forEach(each -> {
            String path = name.isEmpty() ? each.getKey() : name + "." + each.getKey();
            collect(path, each.getValue(), found);
        });
        if (errors.isArray()) {
            errors.forEach(each -> collect(name, each, found));
        }
    }
}
