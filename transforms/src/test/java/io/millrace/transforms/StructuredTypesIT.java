// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import io.millrace.transforms.TypeModes.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Debezium 3.7 changed, beside its other modes: structured dates and times, other marks for infinity. */
class StructuredTypesIT {
    @Test
    void givesTheSameRowsAsTheOtherModes() throws Exception {
        PostgresServer database = TestServers.postgres();
        PostgresTypeModesIT.createTables(database, "newest");
        List<Mode> modes = List.of(
                new Mode("precise", "adaptive", "bytes"),
                new Mode("precise", "structured", "bytes"),
                new Mode("string", "structured", "base64"),
                new Mode("double", "structured", "hex"),
                new Mode("precise", "isostring", "bytes"),
                new Mode("precise", "connect", "bytes"),
                new Mode("precise", "microseconds", "bytes"),
                new Mode("precise", "nanoseconds", "bytes"));
        try (ConnectWorker worker = TestServers.newWorker(List.of(WrittenRows.plugins(), NewestDebezium.plugins()))
                .property("exactly.once.source.support", "disabled")
                .start()) {
            TypeModes newest = new TypeModes(
                            "pgn-",
                            worker,
                            modes,
                            (mode, name) -> PostgresTypeModesIT.connector(database, "newest", mode, name))
                    .stream(
                            "newest",
                            PostgresTypeModesIT.ROWS.size(),
                            () -> TypeModes.insert(database, "newest", PostgresTypeModesIT.later()));

            TypeModes.assertStated("postgres-newest.txt", newest.lines());
        }
    }
}
