// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import io.millrace.monitoring.metabase.Settings.MissingTables;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code ./millrace metabase} runs. */
@Command(
        name = "./millrace metabase",
        sortOptions = false,
        description = {
            "Loads models, questions and the dashboard 'Devices and orders' into Metabase, the free edition too: sets it up"
                    + " if nobody has, adds the sinks' PostgreSQL or ClickHouse, and makes what is not there or is different.",
            "Run it as often as you like: what is as in the files is not touched."
        },
        footer = {
            "%nSecrets come from the environment or files, never from arguments:",
            "  " + LoadMetabase.PASSWORD + "  the administrator's password",
            "  " + LoadMetabase.API_KEY + "   an API key, in place of --user and a password",
            "  POSTGRES_PASSWORD  the password of the database's user; CLICKHOUSE_PASSWORD for a ClickHouse",
            "%nExamples:",
            "  # The Compose file's Metabase, started a moment ago",
            "  METABASE_PASSWORD=... POSTGRES_PASSWORD=local-analytics \\",
            "    ./millrace metabase --user you@example.com --skip-missing-tables",
            "  # One of yours, by API key",
            "  METABASE_API_KEY=... ./millrace metabase --url https://bi.example.com \\",
            "    --database-url 'postgresql://metabase@db/analytics?sslmode=require' \\",
            "    --database-password-file /run/secrets/analytics",
            "  # The tables in ClickHouse, beside those in PostgreSQL or instead",
            "  METABASE_API_KEY=... CLICKHOUSE_PASSWORD=... ./millrace metabase --url https://bi.example.com \\",
            "    --database-url 'clickhouse://metabase@clickhouse:8443/default?ssl=true' --skip-missing-tables"
        })
public final class LoadMetabase implements Callable<Integer> {
    static final String PASSWORD = "METABASE_PASSWORD";
    static final String API_KEY = "METABASE_API_KEY";

    private static final int FAILED = 1;

    private final PrintStream out;
    private final Map<String, String> environment;
    private final Patience patience;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:3001",
            description = "Metabase; that of the Compose file, ${DEFAULT-VALUE}, if left out.")
    private String url = "";

    @Option(
            names = "--user",
            paramLabel = "EMAIL",
            description = "An administrator. A Metabase that nobody has set up yet gets this one.")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the administrator's password.")
    private @Nullable Path passwordFile;

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "Holds an API key.")
    private @Nullable Path apiKeyFile;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            defaultValue = "postgresql://millrace@postgres:5432/analytics",
            description =
                    "Where Metabase finds the sinks' PostgreSQL; ${DEFAULT-VALUE} if left out. Add ?sslmode=require,"
                            + " verify-ca or verify-full for TLS. Or their ClickHouse, by its HTTP port:"
                            + " clickhouse://user@host:8123/default, with ?ssl=true for TLS. A database that Metabase has"
                            + " already is left as it is.")
    private String databaseUrl = "";

    @Option(
            names = "--database-password-file",
            paramLabel = "FILE",
            description = "Holds the password of the database's user.")
    private @Nullable Path databasePasswordFile;

    @Option(
            names = "--skip-missing-tables",
            description =
                    "Leave out the questions whose tables are not there after --wait-for-tables; otherwise that is"
                            + " an error. A later run makes them.")
    private boolean skipMissingTables;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long Metabase may take to start; ${DEFAULT-VALUE} if left out.")
    private int waitSeconds;

    @Option(
            names = "--wait-for-tables",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long Metabase may take to find the tables; ${DEFAULT-VALUE} if left out.")
    private int tablesSeconds;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Holds collections/ in Metabase's representation format; monitoring/metabase if left out.")
    private @Nullable Path folder;

    LoadMetabase(PrintStream out, Map<String, String> environment, Patience patience) {
        this.out = out;
        this.environment = Map.copyOf(environment);
        this.patience = patience;
    }

    public static void main(String[] args) {
        System.exit(run(args, System.getenv(), System.out, System.err, Patience.real()));
    }

    /** The exit status: 0 done, 1 failed, 2 called wrongly. */
    static int run(
            String[] args, Map<String, String> environment, PrintStream out, PrintStream err, Patience patience) {
        CommandLine command = new CommandLine(new LoadMetabase(out, environment, patience))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((problem, line, parsed) -> {
                    err.println(problem instanceof Problem ? problem.getMessage() : "Unexpected: " + problem);
                    return FAILED;
                });
        command.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this text.")
                        .build());
        return command.execute(args);
    }

    @Override
    public Integer call() {
        new Loader(settings(), patience, new Report(out)).run();
        return 0;
    }

    private Settings settings() {
        if (waitSeconds < 0 || tablesSeconds < 0) {
            throw new Problem("Cannot wait a negative time: expected 0 or more for --wait and --wait-for-tables.");
        }
        DatabaseUrl database = DatabaseUrl.parse(databaseUrl);
        return new Settings(
                httpUrl(),
                login(),
                database,
                Secret.from(databasePasswordFile, database.store().passwordVariable(), environment).stream()
                        .toList(),
                folder != null ? folder : home().resolve("monitoring/metabase"),
                skipMissingTables ? MissingTables.SKIP : MissingTables.FAIL,
                Duration.ofSeconds(waitSeconds),
                Duration.ofSeconds(tablesSeconds));
    }

    private URI httpUrl() {
        if (!url.matches("https?://[^/?#@\\s]+(/[^?#@\\s]*)?")) {
            throw new Problem(
                    "Cannot use --url: found something else than http:// or https://, a host, a port and a path"
                            + " (expected https://bi.example.com for example).");
        }
        return URI.create(url);
    }

    private Login login() {
        Optional<Secret> key = Secret.from(apiKeyFile, API_KEY, environment);
        Optional<Secret> password = Secret.from(passwordFile, PASSWORD, environment);
        if (key.isPresent() && user == null) {
            return new Login.ApiKey(key.get());
        }
        if (user == null || password.isEmpty()) {
            throw new Problem("Cannot sign in to Metabase: found "
                    + (user == null ? "neither --user nor an API key" : "no password for " + user)
                    + ". Give --user and a password in " + PASSWORD + " or a file (--password-file), or an API key in "
                    + API_KEY + " or a file (--api-key-file).");
        }
        return new Login.Password(user, password.get());
    }

    private static Path home() {
        return Path.of(System.getProperty("millrace.home", ""));
    }
}
