// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.testkit.servers.ClickHouseServer;

/** How the server is reached, and which process it is. */
record Engine(String host, int port, String user, String password, long pid) {
    /** Everybody's tables are in it. */
    static final String DATABASE = "default";

    static Engine of(ClickHouseServer server) {
        return new Engine(server.host(), server.httpPort(), server.user(), server.password(), server.pid());
    }

    String url() {
        return "http://" + host + ":" + port;
    }
}
