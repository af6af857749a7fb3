// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Compares ClickHouse's tables, read with FINAL, with what PostgreSQL's are compared with: device events with what the devices
 * sent, the shop's tables with its database.
 */
final class ClickHouseCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long LOOK_NANOS = 500_000_000;

    private final Pipeline pipeline;
    private final ClickHouseTarget target;
    private final Steps steps;
    private final LongSupplier nanoClock;

    ClickHouseCheck(Pipeline pipeline, ClickHouseTarget target, Steps steps, LongSupplier nanoClock) {
        this.pipeline = pipeline;
        this.target = target;
        this.steps = steps;
        this.nanoClock = nanoClock;
    }

    /** What was compared, and how. */
    record Found(Comparison comparison, int rows) implements Beside {
        @Override
        public String json() {
            return "\"clickHouse\":{\"rows\":" + rows + "}";
        }
    }

    /** What a table must hold. */
    private record Expected(String table, List<Column> columns, int keys, Rows rows) {}

    /** All that was sent must be in Kafka, and traffic must rest. Waits while there is progress. */
    Found run() {
        steps.say("ClickHouse: waiting until all has arrived there too");
        List<Expected> tables = expected();
        Found found = compared(tables);
        long movedNanos = nanoClock.getAsLong();
        while (!found.comparison.isEqual() && nanoClock.getAsLong() - movedNanos <= PATIENCE.toNanos()) {
            pipeline.requireHealthy();
            LockSupport.parkNanos(LOOK_NANOS);
            Found next = compared(tables);
            if (!next.equals(found)) {
                found = next;
                movedNanos = nanoClock.getAsLong();
            }
        }
        steps.say("  " + found.rows + " rows of ClickHouse compared");
        return found;
    }

    private List<Expected> expected() {
        DeviceTable devices = DeviceTable.POLLED;
        List<Expected> tables = new ArrayList<>();
        tables.add(new Expected(
                devices.target(), devices.columns(), 1, pipeline.devices().expected()));
        for (ShopTable table : ShopTable.values()) {
            tables.add(new Expected(
                    table.target(),
                    table.columns(),
                    table.keys().size(),
                    pipeline.database().rows(table)));
        }
        return tables;
    }

    private Found compared(List<Expected> tables) {
        Comparison all = Comparison.none();
        int rows = 0;
        for (Expected each : tables) {
            Rows found = target.rows(each.table, each.columns, each.keys);
            rows += found.rows().size();
            all = all.plus(Comparison.of("ClickHouse " + each.table, each.columns, each.rows, found));
        }
        return new Found(all, rows);
    }
}
