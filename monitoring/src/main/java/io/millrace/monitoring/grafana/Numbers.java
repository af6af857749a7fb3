// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Numbers as people write them: 5, not 5.0. */
final class Numbers {
    private Numbers() {}

    static JsonNode node(double value) {
        return value == Math.rint(value)
                ? JsonNodeFactory.instance.numberNode((long) value)
                : JsonNodeFactory.instance.numberNode(value);
    }
}
