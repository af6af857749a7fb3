// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Outcome;
import io.millrace.cli.lint.finding.Finding;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Catalog;
import io.millrace.testkit.servers.Binaries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Right and wrong files, with the packaged plugins, Debezium's archives and Kafka's own plugins. */
class LintIT {
    private static final Path ROOT = Path.of("..");

    /** A file, and beneath it what {@code millrace lint} writes about it. */
    private static final Pattern EXAMPLE = Pattern.compile(
            "`([a-z-]+\\.(?:json|yaml))`:\n\n```(?:json|yaml)\n(.*?)```\n\n```console\n\\$ millrace lint \\S+\n(.*?)```",
            Pattern.DOTALL);

    private static Catalog catalog = new Catalog(() -> {
        throw new IllegalStateException();
    });

    @BeforeAll
    static void loadPlugins() {
        String path = Stream.of(
                        Path.of("../connect-docker/target/plugins"),
                        Binaries.debeziumMySql(),
                        Binaries.debeziumMariaDb(),
                        Binaries.debeziumPostgres())
                .map(folder -> folder.toAbsolutePath().normalize().toString())
                .collect(Collectors.joining(","));
        Plugins plugins = new Plugins(Map.of("plugin.path", path, "plugin.discovery", "service_load"));
        catalog = new Catalog(() -> plugins);
    }

    static List<Path> wrong() {
        return Corpus.files("wrong");
    }

    static List<Path> right() {
        return Corpus.files("right");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void findsWhatIsWrong(Path file) {
        List<String> lines = Corpus.text(file).lines().toList();

        List<Finding> findings = Corpus.findings(catalog, file);

        assertThat(findings.stream().map(Corpus::line)).isNotEmpty().containsExactlyElementsOf(Corpus.expected(file));
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.at().line()).isBetween(1, lines.size());
            assertThat(finding.at().column())
                    .isBetween(1, lines.get(finding.at().line() - 1).length() + 1);
        });
    }

    @ParameterizedTest
    @MethodSource("right")
    void findsNothingElsewhere(Path file) {
        assertThat(Corpus.findings(catalog, file)).isEmpty();
    }

    @Test
    void corpusIsLarge() {
        assertThat(wrong()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(right()).hasSizeGreaterThanOrEqualTo(30);
    }

    @Test
    void corpusHasEveryRule() {
        Set<String> rules = new TreeSet<>();
        wrong().forEach(file -> Corpus.expected(file).forEach(line -> rules.add(line.split(" ")[2])));

        assertThat(rules)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Rule.values()).map(Rule::id).toList());
    }

    @Test
    void findsNothingInTheConnectorsOfThisRepository() throws IOException {
        List<Path> files = connectorFiles();

        assertThat(files).hasSizeGreaterThanOrEqualTo(15);
        assertThat(Corpus.findings(catalog, files.toArray(Path[]::new))).isEmpty();
    }

    static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("strimzi/rendered"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void findsNothingInTheManifestsOfThisRepository(Path file) {
        assertThat(Corpus.text(file)).contains("kind: KafkaConnector");
        assertThat(Corpus.findings(catalog, file)).isEmpty();
    }

    /** The page's examples, with what Millrace ships. */
    @Test
    void writesWhatThePageShows(@TempDir Path folder) throws IOException {
        Matcher examples = EXAMPLE.matcher(Files.readString(ROOT.resolve("docs/cli/lint.md")));
        int count = 0;
        for (; examples.find(); count++) {
            String name = examples.group(1);
            String file =
                    Files.writeString(folder.resolve(name), examples.group(2)).toString();

            Outcome outcome = Outcome.of("lint", "--plugin-path=../connect-docker/target/plugins", file);

            assertThat((outcome.out() + outcome.err()).replace(file, name)).isEqualTo(examples.group(3));
        }
        assertThat(count).isEqualTo(2);
    }

    @Test
    void asksServersOnlyWhenToldTo(@TempDir Path folder) throws IOException {
        int port = closedPort();
        String file = Files.writeString(
                        folder.resolve("orders.json"),
                        Corpus.text(Path.of("src/test/resources/lint/right/postgres-sink.json"))
                                .replace("db:5432", "127.0.0.1:" + port))
                .toString();
        String plugins = "--plugin-path=../connect-docker/target/plugins";

        assertThat(Outcome.of("lint", plugins, file).out()).isEmpty();
        assertThat(Outcome.of("lint", plugins, "--online", file).out())
                .contains("orders.json:7:5: error: ", "127.0.0.1:" + port, "[invalid-value]");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** As users run it, from the start of the command. */
    @Test
    void readsAFolderAndStandardInput() {
        String plugins = "--plugin-path=../connect-docker/target/plugins";

        assertThat(Outcome.of("lint", plugins, "--strict", "../connect-docker/connectors/http"))
                .isEqualTo(new Outcome(0, "", "0 errors, 0 warnings, 0 notes in 6 connectors and 0 resources.\n"));
        assertThat(Outcome.ofInput(
                                Corpus.text(ROOT.resolve("strimzi/rendered/connect-build.yaml")), "lint", plugins, "-")
                        .out())
                .isEmpty();
    }

    /** Sources of kustomize and what it makes of them, side by side. */
    @Test
    void findsNothingInTheFolderOfManifests() {
        Outcome outcome = Outcome.of(
                "lint", "--plugin-path=../connect-docker/target/plugins", "--disable=plugin-not-found", "../strimzi");

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.status()).isZero();
    }

    private static List<Path> connectorFiles() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("connect-docker/connectors"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
