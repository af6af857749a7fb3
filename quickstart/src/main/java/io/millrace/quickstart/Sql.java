// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./millrace sql}. */
@Command(
        name = "sql",
        description = "Runs a query of Spark's SQL on the Iceberg tables of a running ./millrace up --spark.")
final class Sql implements Callable<Integer> {
    @Parameters(
            paramLabel = "QUERY",
            description = "For example: SELECT status, count(*) FROM lake.shop.orders GROUP BY 1")
    private String query = "";

    @Option(names = "--dir", paramLabel = "FOLDER", description = "The folder of the run, if it was given one.")
    private @Nullable Path dir;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path run = dir != null ? dir.toAbsolutePath() : Home.find().runFolder("up");
        LocalSpark spark = new LocalSpark(RunFolder.data(run).resolve(UpOptions.SPARK));
        if (!spark.isThere()) {
            throw new Problem(
                    "Cannot run a query: " + run + " holds no run with Spark. Start ./millrace up --spark first.");
        }
        return new ProcessBuilder(spark.command("Query", List.of(query)))
                .inheritIO()
                .start()
                .waitFor();
    }
}
