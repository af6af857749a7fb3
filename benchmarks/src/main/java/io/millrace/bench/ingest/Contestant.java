// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import io.millrace.bench.Names;
import io.millrace.bench.ingest.Requests.Reply;
import java.util.HashMap;
import java.util.Map;

/** Who takes requests, and how each is configured. */
enum Contestant {
    AFTER_COMMIT("io.millrace.connect.ingest.HttpIngestSourceConnector"),
    AT_ONCE(AtOnceConnector.class.getName()),
    FLOOR(FloorConnector.class.getName());

    private final String connector;

    Contestant(String connector) {
        this.connector = connector;
    }

    /** As it stands in tables: {@code after-commit}. */
    String text() {
        return Names.text(this);
    }

    /** Where its events go, if anywhere. */
    String topic() {
        return text();
    }

    boolean isWriting() {
        return this != FLOOR;
    }

    Reply reply() {
        return isWriting() ? Reply.RESULTS : Reply.EMPTY;
    }

    Map<String, String> config(int port) {
        Map<String, String> config = new HashMap<>(
                Map.of("connector.class", connector, "tasks.max", "1", "http.port", Integer.toString(port)));
        if (isWriting()) {
            config.putAll(Map.of(
                    "topic", topic(),
                    "exactly.once.support", "required",
                    "transaction.boundary", "connector",
                    "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                    "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                    "value.converter.schemas.enable", "false"));
        }
        return config;
    }
}
