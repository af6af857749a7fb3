// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.TestServers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** MySQL in every combination of modes; skipped, by name, where there is no MySQL server. */
class MySqlTypeModesIT {
    @Test
    void givesTheSameRowsInEveryMode() throws Exception {
        new BinlogTypeModes(
                        "mysql",
                        TestServers.mySql(),
                        Map.of(
                                "connector.class",
                                "io.debezium.connector.mysql.MySqlConnector",
                                "database.ssl.mode",
                                "preferred"))
                .assertStated(Binaries.debeziumMySql());
    }
}
