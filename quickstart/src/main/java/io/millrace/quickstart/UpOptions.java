// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.testkit.servers.MySqlUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What one run is to do.
 *
 * @param data where the run keeps its data and logs
 * @param mysql a server of the user's for the shop, in place of the embedded MariaDB
 * @param perSecond device events, and as many row changes, per second
 * @param extras what runs beside the pipeline to PostgreSQL
 */
record UpOptions(
        Home home, Path data, Ports ports, Optional<MySqlUrl> mysql, double perSecond, Set<Extra> extras, Page page) {
    UpOptions {
        extras = Set.copyOf(extras);
    }

    /** What works on the topics beside the sinks to PostgreSQL. */
    enum Extra {
        /** Sinks to a ClickHouse. */
        CLICKHOUSE,
        /** Streaming jobs of Spark. */
        SPARK
    }

    /** Whether there is a page to watch the pipeline in a browser. */
    enum Page {
        SERVED,
        NONE
    }

    /** The folder of Spark's data in a run's. */
    static final String SPARK = "spark";

    /**
     * What a check is to do on top.
     *
     * @param deviceEvents how many distinct device events must arrive in all
     * @param rowChanges how many row changes must be committed and arrive in all
     * @param pushedEvents how many distinct pushed events must arrive in all
     * @param warmUp how long the pipeline is fed before latency is measured
     * @param steady how long latency is measured
     */
    record CheckOptions(long deviceEvents, long pushedEvents, long rowChanges, Duration warmUp, Duration steady) {}
}
