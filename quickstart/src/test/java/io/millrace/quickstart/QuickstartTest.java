// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ClickHouseServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path dir;

    @Test
    void showsHelp() {
        assertThat(run("up", "--help")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "--check",
                        "--device-events",
                        "--row-changes",
                        "--mysql",
                        "--port",
                        "--free-ports",
                        "--no-page",
                        "--dir",
                        "--clickhouse",
                        "--spark")
                .doesNotContain("--steady-seconds");
    }

    /** Those that the script starts and this program does not have. */
    @Test
    void namesTheScriptsOtherCommands() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "./millrace describe, lint, try and connectors ", "./millrace metabase ", "./millrace bench ");
    }

    @Test
    void saysThatACommandIsMissing() {
        assertThat(run()).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("Say what to do.");
    }

    @Test
    void refusesAnUnknownCommand() {
        assertThat(run("down")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("'down'");
    }

    @Test
    void refusesNumbersWithoutCheck() {
        assertThat(run("up", "--row-changes", "5")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("--device-events and --row-changes go with --check.");
    }

    @Test
    void refusesNothingToDo() {
        assertThat(run("up", "--check", "--row-changes", "0")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("--device-events, --row-changes and --rate must be greater than 0.");
    }

    @Test
    void saysInOneSentenceThatAPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int status = run("up", "--dir", dir.toString(), "--port", "postgres=" + taken.getLocalPort());

            assertThat(status).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8).lines())
                    .singleElement()
                    .asString()
                    .contains("Port " + taken.getLocalPort() + ", wanted for postgres, is taken");
        }
    }

    @Test
    void asksForTheClickHouseThatIsNotThere() {
        assertThatThrownBy(() -> ClickHouseTarget.require(() -> false))
                .isInstanceOf(Problem.class)
                .hasMessage("No ClickHouse server here: on Linux on x86-64, with npm, run testkit/npm/fetch clickhouse,"
                        + " or set MILLRACE_CLICKHOUSE_HOME to a folder that it filled.");
    }

    @Test
    void startsNothingWithoutTheClickHouseThatItWasAskedFor() {
        Assumptions.assumeTrue(System.getenv(ClickHouseServer.HOME_VARIABLE) == null, "A ClickHouse is given");
        String servers = System.getProperty(Binaries.PROPERTY);
        System.setProperty(Binaries.PROPERTY, dir.resolve("servers").toString());
        try {
            assertThat(run("up", "--clickhouse", "--dir", dir.toString())).isEqualTo(1);
        } finally {
            restore(servers);
        }

        assertThat(err.toString(StandardCharsets.UTF_8).lines()).containsExactly(ClickHouseServer.ABSENT);
        assertThat(dir).isEmptyDirectory();
    }

    private static void restore(@Nullable String servers) {
        if (servers == null) {
            System.clearProperty(Binaries.PROPERTY);
        } else {
            System.setProperty(Binaries.PROPERTY, servers);
        }
    }

    @Test
    void saysThatNoRunWithSparkIsThere() {
        assertThat(run("sql", "--dir", dir.toString(), "SELECT 1")).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith(
                        "Cannot run a query: " + dir + " holds no run with Spark. Start ./millrace up --spark first.");
    }

    private int run(String... args) {
        return Quickstart.run(args, new PrintStream(out, true), new PrintStream(err, true));
    }
}
