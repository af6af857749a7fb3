// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** One operation that a {@code KafkaUser} is allowed, as Strimzi's user operator makes an ACL of it. */
record AclRule(ResourceType resource, String name, PatternType pattern, AclOperation operation) {
    /** Whoever may do one of these may describe, too (Kafka's {@code AclOperation}). */
    private static final Set<AclOperation> DESCRIBE_TOO =
            Set.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE, AclOperation.ALTER);

    /** Something that was asked for. */
    record Request(ResourceType resource, String name, AclOperation operation) {}

    /** All operations of all rules of a {@code KafkaUser}. */
    static List<AclRule> of(JsonNode user) {
        List<AclRule> rules = new ArrayList<>();
        for (JsonNode acl : user.at("/spec/authorization/acls")) {
            JsonNode resource = acl.path("resource");
            for (JsonNode operation : acl.path("operations")) {
                rules.add(new AclRule(
                        ResourceType.fromString(snake(resource.path("type").asText())),
                        resource.path("name").asText(),
                        resource.path("patternType").asText().equals("prefix")
                                ? PatternType.PREFIXED
                                : PatternType.LITERAL,
                        AclOperation.fromString(snake(operation.asText()))));
            }
        }
        return rules;
    }

    /** The one of this text. */
    static AclRule named(List<AclRule> rules, String text) {
        return rules.stream()
                .filter(rule -> rule.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot find " + text + ": not in " + rules + "."));
    }

    /** {@code TRANSACTIONAL_ID} of {@code transactionalId}. */
    static String snake(String camel) {
        return camel.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    AclBinding binding(String user) {
        return new AclBinding(
                new ResourcePattern(resource, name, pattern),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    boolean allows(Request request) {
        boolean isNamed = pattern == PatternType.PREFIXED ? request.name.startsWith(name) : request.name.equals(name);
        return resource == request.resource
                && isNamed
                && (operation == request.operation
                        || request.operation == AclOperation.DESCRIBE && DESCRIBE_TOO.contains(operation));
    }

    @Override
    public String toString() {
        return operation + " on " + resource + " " + name + (pattern == PatternType.PREFIXED ? "*" : "");
    }
}
