// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.util.List;
import java.util.Set;

/** Which topic events go to: one that the sender names, of those that are allowed; else the configured one. */
final class TopicChoice {
    private static final List<String> PATHS = List.of("/v1/events/", "/v1/batch/");

    private final String topic;
    private final Set<String> allowed;
    private final String header;

    TopicChoice(HttpIngestConfig config) {
        this.topic = config.topic();
        this.allowed = Set.copyOf(config.getList(HttpIngestConfig.TOPICS_ALLOWED));
        this.header = config.getString(HttpIngestConfig.TOPIC_HEADER);
    }

    /** @throws RefusedException if the sender names one that is not allowed */
    Topic of(Inbound head) throws RefusedException {
        String path = head.path();
        String named = header.isEmpty() ? null : head.header(header);
        if (!allowed.isEmpty()) {
            for (String prefix : PATHS) {
                if (path.startsWith(prefix)) {
                    named = path.substring(prefix.length());
                    path = prefix.substring(0, prefix.length() - 1);
                }
            }
        }
        if (named != null && !allowed.contains(named)) {
            throw new RefusedException(
                    404, "not-found", "Cannot take the request: found a topic that senders may not name.");
        }
        return new Topic(named, path);
    }

    /** Of a record whose sender named none. */
    String of(Shaped record) {
        return record.topic() == null ? topic : record.topic();
    }
}
