// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** What is done to one thing in Kafka. */
record Use(String type, String name, Set<String> operations) {
    Use(String type, String name, String... operations) {
        this(type, name, Set.of(operations));
    }

    /** Whether the ACLs of a KafkaUser grant it. */
    boolean isAllowedTo(Manifest user) {
        Set<String> allowed = new TreeSet<>();
        for (JsonNode acl : user.elements("/spec/authorization/acls")) {
            JsonNode resource = acl.get("resource");
            boolean isPrefix = resource.path("patternType").asText().equals("prefix");
            String granted = resource.get("name").asText();
            if (resource.get("type").asText().equals(type)
                    && (isPrefix ? name.startsWith(granted) : name.equals(granted))) {
                acl.get("operations").forEach(operation -> allowed.add(operation.asText()));
            }
        }
        return allowed.containsAll(operations);
    }
}
