// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a worker says of settings: what is wrong with each key, and which keys are of secrets. */
public record Validation(Map<String, List<String>> errors, Set<String> secrets) {
    public Validation {
        errors = Collections.unmodifiableMap(new TreeMap<>(errors));
        secrets = Set.copyOf(secrets);
    }

    static Validation of(JsonNode json) {
        Map<String, List<String>> errors = new TreeMap<>();
        Set<String> secrets = new TreeSet<>();
        for (JsonNode each : json.path("configs")) {
            String key = each.path("value").path("name").asText();
            List<String> texts = new ArrayList<>();
            each.path("value").path("errors").forEach(text -> texts.add(text.asText()));
            if (!texts.isEmpty()) {
                errors.put(key, List.copyOf(texts));
            }
            if (each.path("definition").path("type").asText().equals("PASSWORD")) {
                secrets.add(key);
            }
        }
        return new Validation(errors, secrets);
    }
}
