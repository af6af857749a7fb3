// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.terminal.Console;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say what to tell of them. */
final class OutputOptions {
    /** For whom it is. */
    enum Form {
        TEXT,
        JSON
    }

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text (the default), or json: an object on a line for each record.")
    private Form form = Form.TEXT;

    @Option(names = "--full", description = "Lines of text as long as it takes, wider than the terminal.")
    private boolean isFull;

    @Option(
            names = "--schema",
            description = "Also the schemas that come out: as Connect has them, as AvroConverter writes them, and the"
                    + " tables that the sinks for PostgreSQL and ClickHouse would make of them.")
    private boolean hasSchemas;

    @Option(
            names = "--golden",
            paramLabel = "DIR",
            description = "Instead of telling, compare what comes out with what this folder has from before.")
    private Optional<Path> golden = Optional.empty();

    @Option(names = "--update", description = "Write what comes out into the folder of --golden.")
    private boolean isUpdate;

    @Option(
            names = "--stats",
            description = "Also how long each step takes. Takes the records through many times, as a worker does not.")
    private boolean hasStats;

    boolean hasSchemas() {
        return hasSchemas;
    }

    boolean hasStats() {
        return hasStats;
    }

    boolean isJson() {
        return form == Form.JSON;
    }

    Optional<Path> golden() {
        return golden;
    }

    boolean isUpdateWithoutGolden() {
        return isUpdate && golden.isEmpty();
    }

    Golden.Mode goldenMode() {
        return isUpdate ? Golden.Mode.UPDATE : Golden.Mode.COMPARE;
    }

    Report report(Console console) {
        return isJson() ? new JsonReport(console) : new TextReport(console, isFull);
    }
}
