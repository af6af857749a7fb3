// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.auth.AuthChecks;
import io.millrace.connect.http.HttpPollChecks.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings {@code http.auth.*} that are given and not used: an endpoint's own that it does not use, and shared ones that no
 * endpoint uses.
 */
final class UnusedCredentials {
    private final Map<String, String> props;
    private final Map<String, Map<String, String>> unused = new LinkedHashMap<>();

    UnusedCredentials(Map<String, String> props) {
        this.props = props;
        for (String name : HttpPollConfig.names(props)) {
            unused.put(name, AuthChecks.unused(HttpPollConfig.endpointProps(props, name)));
        }
    }

    void addTo(List<Problem> problems) {
        unused.forEach((name, own) -> own.forEach((key, text) -> {
            String ownKey = HttpPollConfig.ENDPOINT_PREFIX + name + "." + key;
            if (props.containsKey(ownKey)) {
                problems.add(new Problem(ownKey, text));
            } else if (isUsedByNone(key)
                    && problems.stream().noneMatch(each -> each.key().equals(key))) {
                problems.add(new Problem(key, text));
            }
        }));
    }

    private boolean isUsedByNone(String key) {
        return unused.entrySet().stream()
                .allMatch(each -> props.containsKey(HttpPollConfig.ENDPOINT_PREFIX + each.getKey() + "." + key)
                        || each.getValue().containsKey(key));
    }
}
