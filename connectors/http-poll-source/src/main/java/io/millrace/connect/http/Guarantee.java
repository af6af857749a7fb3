// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.shape.ShapeOptions;
import io.millrace.connect.http.HttpPollChecks.Problem;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whether an endpoint's records can be delivered exactly once: where a list only grows at its end, by their place in it;
 * elsewhere by their ids.
 */
final class Guarantee {
    private Guarantee() {}

    /** Why not; null if they can. */
    static @Nullable String obstacle(Endpoint endpoint) {
        if (endpoint.isAppendOnly() || endpoint.hasIds()) {
            return null;
        }
        return "the list may change while it is read, and nothing tells its records apart";
    }

    /** Of a configuration that is refused anyway nothing bad is said here: the worker asks before it shows what is wrong. */
    static ExactlyOnceSupport of(Map<String, String> props) {
        HttpPollConfig config;
        try {
            config = new HttpPollConfig(withoutRequirement(props));
        } catch (ConfigException e) {
            return ExactlyOnceSupport.SUPPORTED;
        }
        boolean all = config.delivered().stream().allMatch(endpoint -> obstacle(endpoint) == null);
        return all ? ExactlyOnceSupport.SUPPORTED : ExactlyOnceSupport.UNSUPPORTED;
    }

    /** Else the configuration would be refused before it is asked what it can do. */
    private static Map<String, String> withoutRequirement(Map<String, String> props) {
        Map<String, String> others = new java.util.HashMap<>(props);
        others.remove("exactly.once.support");
        return others;
    }

    static void problem(Endpoint endpoint, List<Problem> problems) {
        String obstacle = obstacle(endpoint);
        if (endpoint.isDelivered() && endpoint.isExactlyOnceRequired() && obstacle != null) {
            problems.add(new Problem(
                    HttpPollConfig.LIST,
                    "Cannot deliver exactly once: " + obstacle + ". Set " + ShapeOptions.ID_POINTER + "; or "
                            + HttpPollConfig.LIST
                            + "=append-only, if a page, asked again, has the same records, followed"
                            + " by newer ones; or omit exactly.once.support=required."));
        }
    }
}
