// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A session in this JVM, which all tests share, with everything that the jobs expect. */
public final class LocalSpark {
    private LocalSpark() {}

    public static SparkSession session() {
        return Shared.SESSION;
    }

    private static final class Shared {
        static final SparkSession SESSION = start();

        private static SparkSession start() {
            return SparkSession.builder()
                    .master("local[2]")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.ui.enabled", false)
                    .config("spark.sql.shuffle.partitions", 2)
                    .config("spark.sql.session.timeZone", "UTC")
                    .config(
                            "spark.sql.extensions",
                            "io.millrace.spark.MillraceExtensions,"
                                    + "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                    .config(
                            "spark.sql.streaming.stateStore.providerClass",
                            "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider")
                    .config(
                            "spark.sql.warehouse.dir",
                            Path.of("target", "warehouse").toUri().toString())
                    .getOrCreate();
        }
    }
}
