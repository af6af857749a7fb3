// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.UpOptions.CheckOptions;
import io.millrace.quickstart.UpOptions.Extra;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.MySqlUrl;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./millrace up}. */
@Command(
        name = "up",
        sortOptions = false,
        description = {
            "Runs the whole pipeline on this machine: device events and database changes become rows in PostgreSQL,"
                    + " through Kafka, Kafka Connect with Millrace's plugins, Debezium and a schema registry.",
            "Ctrl-C stops all of it."
        })
final class Up implements Callable<Integer> {
    private static final long NEEDED_MB = 2500;
    private static final long SPARK_MB = 2500;
    private static final long CLICKHOUSE_MB = 500;
    private static final long DEFAULT_NUMBER = 20_000;
    private static final double LIVE_PER_SECOND = 100;
    private static final double CHECK_PER_SECOND = 500;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--check",
            description =
                    "Run without a display, compare every row that arrived with what was sent, print the result"
                            + " as one JSON object, and stop; the exit status is 0 only if nothing is lost, doubled or different.")
    private boolean check;

    @Option(
            names = "--device-events",
            paramLabel = "N",
            description = "With --check: device events; 20000 if left out. A quarter as many are pushed.")
    private @Nullable Long deviceEvents;

    @Option(names = "--row-changes", paramLabel = "N", description = "With --check: row changes; 20000 if left out.")
    private @Nullable Long rowChanges;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Device events, and as many row changes, per second: 100 if left out, 500 with --check. Devices"
                            + " push a quarter as many.")
    private @Nullable Double rate;

    @Option(
            names = "--mysql",
            paramLabel = "URL",
            description = "Run the shop on your MySQL server, mysql://user:password@host:port, instead of an embedded"
                    + " MariaDB. Makes a database 'shop' there. The password may come from "
                    + MySqlUrl.PASSWORD_VARIABLE
                    + " instead.")
    private @Nullable String mysql;

    @Option(
            names = "--port",
            paramLabel = "NAME=NUMBER",
            description =
                    "Listen elsewhere: live-page (8090), device-api (18000), device-pushes (18090), kafka (19092), connect (18083),"
                            + " registry (18081), postgres (15432), mariadb (13306), clickhouse (18123).")
    private Map<String, Integer> port = new LinkedHashMap<>();

    @Option(
            names = "--clickhouse",
            description =
                    "Also keep the polled device events and the shop in ClickHouse. Takes 0.5 GB of memory more, and a"
                            + " ClickHouse that testkit/npm/fetch clickhouse has unpacked.")
    private boolean clickHouse;

    @Option(
            names = "--spark",
            description =
                    "Also run Spark: DeviceActivity counts events in windows and sessions, CurrentState keeps the shop"
                            + " in Iceberg tables. Takes 2.5 GB of memory more; the first start fetches 350 MB.")
    private boolean spark;

    @Option(
            names = "--no-page",
            description = "Do not serve the live page, which is at http://127.0.0.1:8090 unless told otherwise.")
    private boolean noPage;

    @Option(names = "--free-ports", description = "Choose free ports; --check always does.")
    private boolean freePorts;

    @Option(
            names = "--dir",
            paramLabel = "FOLDER",
            description = "Where data and logs go, instead of .millrace/up or .millrace/check. Cleared at the start.")
    private @Nullable Path dir;

    @Option(names = "--steady-seconds", hidden = true, defaultValue = "20")
    private int steadySeconds = 20;

    @Option(names = "--warm-up-seconds", hidden = true, defaultValue = "15")
    private int warmUpSeconds = 15;

    private final PrintStream out;
    private final PrintStream err;
    private final LongSupplier nanoClock;

    Up(PrintStream out, PrintStream err, LongSupplier nanoClock) {
        this.out = out;
        this.err = err;
        this.nanoClock = nanoClock;
    }

    @Override
    public Integer call() {
        requireSensible();
        long startNanos = nanoClock.getAsLong();
        if (clickHouse) {
            ClickHouseTarget.require(ClickHouseServer::isPresent);
        }
        Machine.current().require(neededMb());
        Home home = Home.find();
        Path folder = dir != null ? dir.toAbsolutePath() : home.runFolder(check ? "check" : "up");
        Optional<MySqlUrl> server = Optional.ofNullable(mysql).map(Up::server);
        try (RunFolder taken = RunFolder.take(folder)) {
            UpOptions options = new UpOptions(home, taken.data(), ports(), server, perSecond(), extras(), page());
            Logging.to(taken.data().resolve("quickstart.log"));
            return check ? check(options, startNanos) : live(options);
        }
    }

    private static MySqlUrl server(String url) {
        try {
            return MySqlUrl.parse(url, System.getenv());
        } catch (IllegalArgumentException e) {
            throw new Problem(String.valueOf(e.getMessage()), e);
        }
    }

    private int check(UpOptions options, long startNanos) {
        Steps steps = new Steps(err, nanoClock);
        steps.say("Starting; data and logs in " + options.data());
        try (Stack stack = Stack.start(options, steps);
                Pipeline pipeline = Pipeline.open(stack, options, steps, nanoClock);
                Screens screens = Screens.open(pipeline, options, nanoClock);
                LiveThread live = new LiveThread(new Live(pipeline, screens.all(), () -> {}, nanoClock))) {
            live.start();
            screens.page().ifPresent(page -> steps.say("Watch it at " + page.url()));
            CheckReport report =
                    new Check(pipeline, checkOptions(), options.perSecond(), steps, nanoClock).run(startNanos);
            out.println(report.json());
            return report.passed() ? 0 : 1;
        }
    }

    private int live(UpOptions options) {
        Steps steps = new Steps(out, nanoClock);
        steps.say("Starting; data and logs in " + options.data());
        AtomicBoolean stopping = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping.set(true);
            out.println(System.lineSeparator() + "Stopping all that was started.");
        }));
        try (Stack stack = Stack.start(options, steps);
                Pipeline pipeline = Pipeline.open(stack, options, steps, nanoClock);
                Screens screens = Screens.open(pipeline, options, nanoClock)) {
            pipeline.pace(options.perSecond());
            HowToLook.lines(stack, options).forEach(out::println);
            boolean isTerminal = Boolean.getBoolean("millrace.terminal");
            Terminal terminal = new Terminal(out, isTerminal ? Terminal.Style.IN_PLACE : Terminal.Style.LINE_BY_LINE);
            new Live(pipeline, screens.with(terminal), pipeline::requireWorking, nanoClock).show(stopping::get);
            return 0;
        } catch (RuntimeException e) {
            if (stopping.get()) {
                return 0; // the servers are being stopped under our feet
            }
            throw e;
        }
    }

    private void requireSensible() {
        if (!check && (deviceEvents != null || rowChanges != null)) {
            throw usage("--device-events and --row-changes go with --check.");
        }
        if (number(deviceEvents) < 1 || number(rowChanges) < 1 || perSecond() <= 0) {
            throw usage("--device-events, --row-changes and --rate must be greater than 0.");
        }
    }

    private ParameterException usage(String sentence) {
        if (spec == null) {
            throw new Problem(sentence);
        }
        return new ParameterException(spec.commandLine(), sentence);
    }

    private Ports ports() {
        Map<Port, Integer> chosen = new EnumMap<>(Port.class);
        port.forEach((name, number) -> chosen.put(Port.named(name), number));
        return check || freePorts ? Ports.free(chosen) : Ports.fixed(needed(), chosen);
    }

    private Set<Port> needed() {
        Set<Port> needed = EnumSet.allOf(Port.class);
        if (noPage) {
            needed.remove(Port.LIVE_PAGE);
        }
        if (!clickHouse) {
            needed.remove(Port.CLICKHOUSE);
        }
        return needed;
    }

    private long neededMb() {
        return NEEDED_MB + (spark ? SPARK_MB : 0) + (clickHouse ? CLICKHOUSE_MB : 0);
    }

    private UpOptions.Page page() {
        return noPage ? UpOptions.Page.NONE : UpOptions.Page.SERVED;
    }

    private Set<Extra> extras() {
        Set<Extra> extras = EnumSet.noneOf(Extra.class);
        if (clickHouse) {
            extras.add(Extra.CLICKHOUSE);
        }
        if (spark) {
            extras.add(Extra.SPARK);
        }
        return extras;
    }

    private double perSecond() {
        return rate != null ? rate : check ? CHECK_PER_SECOND : LIVE_PER_SECOND;
    }

    private CheckOptions checkOptions() {
        return new CheckOptions(
                number(deviceEvents),
                number(deviceEvents) / Pipeline.POLLED_PER_PUSHED,
                number(rowChanges),
                Duration.ofSeconds(warmUpSeconds),
                Duration.ofSeconds(steadySeconds));
    }

    private static long number(@Nullable Long given) {
        return given != null ? given : DEFAULT_NUMBER;
    }
}
