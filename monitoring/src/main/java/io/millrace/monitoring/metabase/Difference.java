// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Compares what is wanted with what Metabase has. Metabase adds fields of its own everywhere, so only what is wanted counts:
 * each wanted field must be there and equal; lists must be as long; null says nothing.
 */
final class Difference {
    private Difference() {}

    /** The fields of {@code wanted} that {@code found} does not have so. */
    static ObjectNode between(ObjectNode wanted, JsonNode found) {
        ObjectNode different = wanted.objectNode();
        wanted.properties().forEach(each -> {
            if (!covers(found.path(each.getKey()), each.getValue())) {
                different.set(each.getKey(), each.getValue());
            }
        });
        return different;
    }

    static boolean covers(JsonNode found, JsonNode wanted) {
        if (wanted.isNull()) {
            return true;
        }
        if (wanted.isObject()) {
            return (found.isObject() || wanted.isEmpty()) && coversFields(found, wanted);
        }
        if (wanted.isArray()) {
            return found.size() == wanted.size() && coversElements(found, wanted);
        }
        if (wanted.isNumber() && found.isNumber()) {
            return wanted.decimalValue().compareTo(found.decimalValue()) == 0; // 1 and 1.0 are the same to both
        }
        return wanted.equals(found);
    }

    private static boolean coversFields(JsonNode found, JsonNode wanted) {
        return wanted.properties().stream().allMatch(each -> covers(found.path(each.getKey()), each.getValue()));
    }

    private static boolean coversElements(JsonNode found, JsonNode wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!covers(found.path(i), wanted.path(i))) {
                return false;
            }
        }
        return true;
    }
}
