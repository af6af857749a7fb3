// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs queries on the tables that jobs keep, and prints what they give. */
@Command(
        name = "Query",
        mixinStandardHelpOptions = true,
        description = "Runs queries of Spark's SQL, one after the other.")
public final class Query implements Callable<Integer> {
    private static final int SHOWN = 1_000;

    @Parameters(arity = "1..*", paramLabel = "QUERY", description = "Queries. The first 1000 rows of each are shown.")
    private List<String> queries = List.of();

    @Option(
            names = "--json",
            paramLabel = "FOLDER",
            description =
                    "Write all rows to files instead, 0.json for the first query: a line for each row, an array of texts.")
    private @Nullable Path json;

    private Query() {}

    /** The exit status: 0 done, 1 failed, 2 called wrongly. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Query())
                .setExecutionExceptionHandler((problem, line, parsed) -> {
                    line.getErr().println("Cannot run the query: " + text(problem));
                    return ExitCode.SOFTWARE;
                })
                .execute(args));
    }

    /** Without the plan of a query that makes no sense. */
    private static String text(Exception problem) {
        return problem instanceof AnalysisException wrong ? wrong.getSimpleMessage() : problem.toString();
    }

    @Override
    public Integer call() throws IOException {
        SparkSession session = Job.session("millrace-query", Map.of());
        for (int i = 0; i < queries.size(); i++) {
            Dataset<Row> rows = session.sql(queries.get(i));
            if (json == null) {
                rows.show(SHOWN, false);
            } else {
                Files.createDirectories(json);
                write(rows, json.resolve(i + ".json"));
            }
        }
        return 0;
    }

    private static void write(Dataset<Row> rows, Path file) throws IOException {
        Column texts = array(Arrays.stream(rows.columns())
                .map(name -> col("`" + name.replace("`", "``") + "`").cast("string"))
                .toArray(Column[]::new));
        Iterator<Row> lines = rows.select(to_json(texts)).toLocalIterator();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            while (lines.hasNext()) {
                out.write(lines.next().getString(0));
                out.newLine();
            }
        }
    }
}
