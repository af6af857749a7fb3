// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.UpOptions.Extra;
import io.millrace.quickstart.UpOptions.Page;
import io.millrace.testkit.servers.ClickHouseServer;
import java.util.ArrayList;
import java.util.List;

/** How a user looks into the running pipeline. */
final class HowToLook {
    private HowToLook() {}

    static List<String> lines(Stack stack, UpOptions options) {
        var postgres = stack.postgres();
        List<String> lines = new ArrayList<>(List.of(""));
        if (options.page() == Page.SERVED) {
            lines.add("Watch it:              " + page(options));
        }
        lines.addAll(List.of(
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
                "Shop:                  database shop on " + stack.shop().name()));
        if (options.extras().contains(Extra.SPARK)) {
            lines.add("Windows, sessions:     tables device_activity, device_sessions, device_late in PostgreSQL");
            lines.add(
                    "Iceberg tables:        ./millrace sql \"SELECT status, count(*) FROM lake.shop.orders GROUP BY 1\"");
        }
        stack.clickHouse().ifPresent(clickHouse -> lines.addAll(clickHouse(clickHouse)));
        lines.addAll(List.of("Ctrl-C stops all of it.", ""));
        return lines;
    }

    private static List<String> clickHouse(ClickHouseServer server) {
        String user = server.user() + ":" + server.password();
        return List.of(
                "ClickHouse:            " + server.httpUrl() + " (user " + server.user() + ", password "
                        + server.password() + ")",
                "  in a browser:        " + server.httpUrl() + "/play",
                "  for example:         curl -u " + user + " " + server.httpUrl()
                        + " -d 'SELECT status, count() FROM shop_orders_current GROUP BY 1'");
    }

    /** The address of the live page. */
    static String page(UpOptions options) {
        return "http://127.0.0.1:" + options.ports().of(Port.LIVE_PAGE);
    }
}
