// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.http.HttpPollChecks.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong between endpoints and their parents. */
final class ParentChecks {
    private ParentChecks() {}

    static void add(Map<String, String> props, String name, List<Problem> problems) {
        addParentProblem(props, name, problems);
        addDeliveryProblem(props, name, problems);
    }

    private static void addParentProblem(Map<String, String> props, String name, List<Problem> problems) {
        String parent = parentOf(props, name);
        if (parent.isEmpty()) {
            return;
        }
        String key = HttpPollConfig.ENDPOINT_PREFIX + name + "." + HttpPollConfig.PARENT;
        List<String> names = HttpPollConfig.names(props);
        if (!names.contains(parent) || parent.equals(name)) {
            problems.add(new Problem(
                    key,
                    "Invalid value " + parent + " for configuration " + key + ": expected another of "
                            + HttpPollConfig.ENDPOINTS + ". Correct it."));
        } else if (leadsBack(props, name)) {
            problems.add(new Problem(
                    key,
                    "Invalid value " + parent + " for configuration " + key + ": its parents lead back to " + name
                            + " (expected to end with an endpoint without a parent). Choose another."));
        }
    }

    private static boolean leadsBack(Map<String, String> props, String name) {
        Set<String> passed = new HashSet<>();
        String at = parentOf(props, name);
        while (!at.isEmpty() && !at.equals(name) && passed.add(at)) {
            at = parentOf(props, at);
        }
        return at.equals(name);
    }

    private static String parentOf(Map<String, String> props, String name) {
        return HttpPollConfig.endpointProps(props, name).getOrDefault(HttpPollConfig.PARENT, "");
    }

    /** An endpoint whose records go nowhere has to be good for something else. */
    private static void addDeliveryProblem(Map<String, String> props, String name, List<Problem> problems) {
        boolean isDelivered = !"false"
                .equalsIgnoreCase(HttpPollConfig.endpointProps(props, name)
                        .getOrDefault(HttpPollConfig.DELIVER, "true")
                        .trim());
        boolean isParent = HttpPollConfig.names(props).stream()
                .anyMatch(other -> parentOf(props, other).equals(name));
        if (!isDelivered && !isParent) {
            String own = HttpPollConfig.ENDPOINT_PREFIX + name + "." + HttpPollConfig.DELIVER;
            String key = props.containsKey(own) ? own : HttpPollConfig.DELIVER;
            problems.add(new Problem(
                    key,
                    "Invalid value false for configuration " + key + ": no endpoint has " + name
                            + " as its parent (expected true for what is no parent). Omit it for the default, true."));
        }
    }
}
