// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.TestServers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** MariaDB in every combination of modes: the same row out wherever the mode carries it, and a stated one elsewhere. */
class MariaDbTypeModesIT {
    @Test
    void givesTheSameRowsInEveryMode() throws Exception {
        new BinlogTypeModes(
                        "mariadb",
                        TestServers.mariaDb(),
                        Map.of(
                                "connector.class",
                                "io.debezium.connector.mariadb.MariaDbConnector",
                                "database.ssl.mode",
                                "disable"))
                .assertStated(Binaries.debeziumMariaDb());
    }
}
