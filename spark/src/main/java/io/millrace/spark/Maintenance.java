// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps tables small and fast by Iceberg's procedures, between batches. What fails is told and tried again the next time. */
final class Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
    private static final Duration EXPIRE_EVERY = Duration.ofHours(1);
    private static final String REPLACE = "replace";

    private final TableOptions options;
    private final InstantSource clock;
    private final Map<TableName, Instant> tried = new HashMap<>();

    Maintenance(TableOptions options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
    }

    /** Does what the options say. */
    void run(IcebergTable table) {
        tried.put(table.name(), clock.instant());
        if (options.compactEvery != null) {
            call(table, "rewrite_data_files", ", options => map('delete-file-threshold', '5')");
            call(table, "rewrite_position_delete_files", "");
        }
        older(table, "expire_snapshots", options.expireAfter);
        older(table, "remove_orphan_files", options.orphansAfter);
    }

    /** Whether the options ask for any. */
    boolean isWished() {
        return options.compactEvery != null || options.expireAfter != null || options.orphansAfter != null;
    }

    /** Whether it is time to {@link #run}. */
    boolean isDue(IcebergTable table) {
        Instant last = Objects.requireNonNullElseGet(tried.get(table.name()), () -> lastReplaced(table));
        Duration every = Objects.requireNonNullElse(options.compactEvery, EXPIRE_EVERY);
        return !last.plus(every).isAfter(clock.instant());
    }

    /** When files of the table were last written anew, by this run or another. */
    private static Instant lastReplaced(IcebergTable table) {
        return table.latest(snapshot -> REPLACE.equals(snapshot.operation()))
                .map(snapshot -> Instant.ofEpochMilli(snapshot.timestampMillis()))
                .orElse(Instant.EPOCH);
    }

    private void older(IcebergTable table, String procedure, @Nullable Duration than) {
        if (than != null) {
            call(
                    table,
                    procedure,
                    ", older_than => TIMESTAMP '" + clock.instant().minus(than) + "'");
        }
    }

    private static void call(IcebergTable table, String procedure, String arguments) {
        try {
            table.change("CALL " + Sql.quoted(table.name().catalog()) + ".system." + procedure + "(table => "
                    + Sql.text(table.sql()) + arguments + ")");
        } catch (RuntimeException e) {
            LOG.warn("Cannot run {} of {}; it is tried again the next time", procedure, table.name(), e);
        }
    }
}
