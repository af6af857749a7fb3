// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.testkit.servers.DatabaseServer;
import java.time.Clock;

/** The shop on a database server, for other modules' tests: its tables, made anew, and what goes on in them. */
public final class ShopFeed implements AutoCloseable {
    private final ShopWorkload workload;

    private ShopFeed(ShopWorkload workload) {
        this.workload = workload;
    }

    /** Makes the tables and fills them with what there is when the shop opens. */
    public static ShopFeed open(DatabaseServer server, long seed) {
        ShopDatabase database = new ShopDatabase(server.jdbcUrl(), server::connect);
        database.create();
        return new ShopFeed(new ShopWorkload(database, new Shop(seed, Clock.systemUTC()), System::nanoTime));
    }

    /** Goes on at this many row changes per second; 0 rests. */
    public void pace(double changesPerSecond) {
        workload.pace(changesPerSecond);
    }

    /** Goes on as fast as it can until this many row changes are committed since the start; then rests. */
    public void burstTo(long rowChanges) {
        workload.burstTo(rowChanges);
    }

    /** Rows inserted, updated and deleted by committed transactions. */
    public long committed() {
        return workload.committed();
    }

    /** Throws if it has stopped working, with the reason. */
    public void requireRunning() {
        workload.requireRunning();
    }

    @Override
    public void close() {
        workload.close();
    }
}
