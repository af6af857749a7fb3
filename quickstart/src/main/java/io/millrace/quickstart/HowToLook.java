// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.List;

/** How a user looks into the running pipeline. */
final class HowToLook {
    private HowToLook() {}

    static List<String> lines(Stack stack) {
        var postgres = stack.postgres();
        return List.of(
                "",
                "Look at the rows:      PGPASSWORD=" + postgres.password() + " psql -h " + postgres.host() + " -p "
                        + postgres.port() + " -U " + postgres.user() + " " + postgres.database(),
                "  or any SQL client:   " + postgres.jdbcUrl() + " (user " + postgres.user() + ", password "
                        + postgres.password() + ")",
                "Kafka Connect:         " + stack.worker().url() + "/connectors?expand=status",
                "Schema registry:       " + stack.registry().url() + "/subjects",
                "Kafka:                 " + stack.kafka().bootstrapServers(),
                "Device API:            " + stack.deviceApi().url() + "/v1/events",
                "Push an event:         curl -H 'Authorization: Bearer "
                        + stack.pushes().key() + "' -H 'Content-Type: application/json' -d"
                        + " '{\"event_id\":\"e1\",\"device_id\":\"d1\",\"type\":\"hello\"}' "
                        + stack.pushes().url() + "/v1/events",
                "Shop:                  database shop on " + stack.shop().name(),
                "Ctrl-C stops all of it.",
                "");
    }
}
