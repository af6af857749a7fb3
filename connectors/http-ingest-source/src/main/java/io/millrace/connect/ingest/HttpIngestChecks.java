// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.connect.device.internal.shape.ShapeOptions;
import io.millrace.connect.ingest.auth.IngestAuthOptions;
import io.millrace.connect.ingest.body.BodyOptions;
import io.millrace.records.ConfigChecks;
import io.millrace.records.UnknownKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef.Validator;

/** What is wrong with a configuration: value by value, and across keys. */
final class HttpIngestChecks {
    private static final Set<String> OUR_PREFIXES = Set.of(
            "http.",
            "record.",
            "topics.",
            "in.flight.",
            "commit.",
            "bad.events",
            "batch.",
            "event.",
            "clock.",
            "message.");

    private HttpIngestChecks() {}

    /** What no single value shows, each problem under the key to correct; empty if all is well. */
    static Map<String, String> problems(Map<String, String> props) {
        Map<String, String> problems = new LinkedHashMap<>();
        problems.putAll(new UnknownKeys(HttpIngestConfig.DEF.names(), OUR_PREFIXES)
                .in(props.keySet().stream()
                        .filter(key -> !key.startsWith(ShapeOptions.HEADER_PREFIX))
                        .toList()));
        IngestAuthOptions.problems(props).forEach(problems::putIfAbsent);
        BodyOptions.problems(props).forEach(problems::putIfAbsent);
        boolean isKept = props.getOrDefault(HttpIngestConfig.BAD_EVENTS, "").equals("dead-letter");
        boolean hasTopic =
                !props.getOrDefault(HttpIngestConfig.BAD_EVENTS_TOPIC, "").isEmpty();
        if (isKept && !hasTopic) {
            problems.put(
                    HttpIngestConfig.BAD_EVENTS_TOPIC,
                    "Missing configuration " + HttpIngestConfig.BAD_EVENTS_TOPIC + ": needed with "
                            + HttpIngestConfig.BAD_EVENTS + "=dead-letter. Set it.");
        }
        if (!isKept && hasTopic) {
            problems.put(
                    HttpIngestConfig.BAD_EVENTS_TOPIC,
                    "Unused configuration " + HttpIngestConfig.BAD_EVENTS_TOPIC + ": it is used only with "
                            + HttpIngestConfig.BAD_EVENTS + "=dead-letter. Set that, or omit the topic.");
        }
        boolean keepsIds = !props.getOrDefault(HttpIngestConfig.IDS_MAX, "0").equals("0");
        if (keepsIds
                && props.getOrDefault(HttpIngestConfig.UNCONFIRMED_EVENTS, "").equals("retry")) {
            problems.put(
                    HttpIngestConfig.UNCONFIRMED_EVENTS,
                    "Cannot combine " + HttpIngestConfig.UNCONFIRMED_EVENTS + "=retry with "
                            + HttpIngestConfig.IDS_MAX
                            + ": an event that is dropped is known by its id, and would be taken for written when it comes"
                            + " again. Set drop, or omit " + HttpIngestConfig.IDS_MAX + ".");
        }
        addTls(props, problems);
        return problems;
    }

    private static void addTls(Map<String, String> props, Map<String, String> problems) {
        boolean isTls = props.keySet().stream().anyMatch(key -> key.startsWith(HttpIngestConfig.TLS_PREFIX));
        String location = HttpIngestConfig.TLS_PREFIX + "keystore.location";
        String key = HttpIngestConfig.TLS_PREFIX + "keystore.key";
        if (isTls && isEmpty(props, location) && isEmpty(props, key)) {
            problems.put(
                    location,
                    "Missing configuration " + location + ": needed with other settings " + HttpIngestConfig.TLS_PREFIX
                            + "*. Set it, or " + key + "; or omit them for requests without TLS.");
        }
    }

    private static boolean isEmpty(Map<String, String> props, String key) {
        return props.getOrDefault(key, "").isEmpty();
    }

    static Validator ports() {
        return ConfigChecks.described(
                (name, value) -> {
                    if (Ports.parse((String) value) == null) {
                        throw ConfigChecks.refusal(
                                name, value, "expected a port, or a range such as 8090-8099", "8090");
                    }
                },
                "a port, or a range of ports");
    }
}
