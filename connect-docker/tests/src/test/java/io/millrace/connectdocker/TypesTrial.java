// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.DatabaseServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A table with a column of every type of a database, on its way through Debezium, Avro and a sink: with NormalizeEnvelope in
 * the source, and as raw envelopes that the sink makes rows of. Each row is compared by SQL.
 */
final class TypesTrial {
    private static final Set<String> METADATA = Set.of("_op", "_deleted", "_seq", "_source_ts");
    private static final String RAW = "raw_";

    private final SinkChain chain;
    private final DatabaseServer origin;
    private final TypedTable table;
    private final List<SinkSchema> targets;

    /** @param targets those whose names begin with {@code raw_} are filled from raw envelopes */
    TypesTrial(SinkChain chain, DatabaseServer origin, TypedTable table, List<? extends SinkSchema> targets) {
        this.chain = chain;
        this.origin = origin;
        this.table = table;
        this.targets = List.copyOf(targets);
    }

    /** All the types, as a snapshot reads them, and then as the changes of a log. */
    void run() throws Exception {
        execute(Stream.concat(Stream.of(table.create()), table.firstRows().stream()));
        for (SinkSchema target : targets) {
            String name = target.name();
            target.create();
            if (!table.prepared().isEmpty()) {
                target.createTable(table.plainName(), table.prepared());
            }
            chain.source(name, origin, "types", name.startsWith(RAW) ? SinkChain.untransformed() : Map.of());
            chain.sink(name, name, target, Map.of());
        }
        awaitSame();
        execute(table.changes().stream());
        awaitSame();
    }

    private void awaitSame() {
        targets.forEach(target -> chain.awaitAsserted(() -> assertSame(target)));
    }

    /** Fails unless the sink's table has the columns and the rows that it should. */
    void assertSame(SinkSchema target) throws SQLException {
        Map<String, String> found = target.columns(table.plainName());
        found.keySet().removeAll(METADATA);
        found.remove("id");
        assertThat(found).isEqualTo(table.made());
        table.assertSame(origin, target);
    }

    private void execute(Stream<String> statements) {
        Pipeline.execute(origin, statements.toArray(String[]::new));
    }
}
