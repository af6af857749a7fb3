// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rules in Strimzi's definitions that an API server evaluates as CEL, said again. Reading a field that is not there
 * is an error in CEL, which refuses the resource.
 */
final class CelRules {
    private static final Map<String, Predicate<JsonNode>> RULES = Map.of(
            "(has(self.type) && self.type != \"topology-label\") || self.topologyKey != \"\"",
            self -> self.has("type") && !isType(self, "topology-label") || isFilled(self, "topologyKey"),
            "has(self.type) == false || self.type != \"environment-variable\" || self.envVarName != \"\"",
            self -> !isType(self, "environment-variable") || isFilled(self, "envVarName"),
            "self.type != 'jmxPrometheusExporter' || has(self.valueFrom)",
            self -> !isType(self, "jmxPrometheusExporter") || self.has("valueFrom"),
            "self.type != 'strimziMetricsReporter'",
            self -> !isType(self, "strimziMetricsReporter"),
            "self.type == 'tls' || (!has(self.validityDays) && !has(self.renewalDays))",
            self -> isType(self, "tls") || !self.has("validityDays") && !self.has("renewalDays"),
            "self.type != 'tls' || (has(self.renewalDays) == has(self.validityDays))",
            self -> !isType(self, "tls") || self.has("renewalDays") == self.has("validityDays"),
            "self.type != 'tls' || !has(self.renewalDays) || !has(self.validityDays)"
                    + " || self.renewalDays < self.validityDays",
            self -> !isType(self, "tls")
                    || !self.has("renewalDays")
                    || !self.has("validityDays")
                    || self.get("renewalDays").asInt()
                            < self.get("validityDays").asInt());

    private CelRules() {}

    static Set<String> known() {
        return RULES.keySet();
    }

    static boolean holds(String rule, JsonNode self) {
        Predicate<JsonNode> restated = RULES.get(rule);
        if (restated == null) {
            throw new IllegalArgumentException("Not restated: " + rule);
        }
        return restated.test(self);
    }

    private static boolean isType(JsonNode self, String type) {
        return self.path("type").asText().equals(type);
    }

    private static boolean isFilled(JsonNode self, String field) {
        return !self.path(field).asText().isEmpty();
    }
}
