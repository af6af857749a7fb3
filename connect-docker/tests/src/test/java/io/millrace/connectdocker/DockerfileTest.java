// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Dockerfiles, those for Connect and Spark's, keep the rules, and a file that breaks one is found out. */
class DockerfileTest {
    /** The users of Strimzi's image and of Spark's. */
    private static final String CONNECT = "1001";

    private static final String SPARK = "185";
    private static final Path SPARK_FOLDER = Path.of("..", "spark");
    private static final String GOOD = """
            ARG VERSION=1.2.0
            ARG BASE_IMAGE=example.org/base:${VERSION}
            ARG BASE_DIGEST=
            FROM ${BASE_IMAGE}${BASE_DIGEST}
            LABEL org.opencontainers.image.title="A title" \\
                  org.opencontainers.image.description="Words" \\
                  org.opencontainers.image.licenses="Apache-2.0" \\
                  org.opencontainers.image.version="1" \\
                  org.opencontainers.image.revision="unknown" \\
                  org.opencontainers.image.source=""
            USER root
            COPY target/plugins/ /opt/kafka/plugins/
            USER 1001
            """;

    @TempDir
    private Path context;

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.debezium", "Dockerfile.plugin"})
    void everyDockerfileKeepsTheRules(String name) throws IOException {
        Dockerfile file = Dockerfile.read(Path.of(name));
        for (String built : new String[] {"target/plugins", "target/debezium"}) {
            Files.createDirectories(context.resolve(built)); // by mvn package and by fetch-plugins
        }
        Files.copy(Path.of("plugins.lock"), context.resolve("plugins.lock"));

        assertThat(file.problems(context, CONNECT)).isEmpty();
        assertThat(file.sources()).isNotEmpty();
    }

    @Test
    void sparksDockerfileKeepsTheRules() throws IOException {
        Dockerfile file = Dockerfile.read(SPARK_FOLDER.resolve("Dockerfile"));
        Files.createDirectories(context.resolve("target/lib")); // by mvn package
        Files.createDirectories(context.resolve("target/s3"));
        Files.createFile(context.resolve("target/millrace-spark-0.1.0-SNAPSHOT.jar"));

        assertThat(file.problems(context, SPARK)).isEmpty();
        assertThat(file.sources())
                .containsExactlyInAnyOrder(
                        "target/lib/",
                        "target/s3/",
                        "target/millrace-spark-" + defaultVersion(SPARK_FOLDER.resolve("Dockerfile")) + ".jar");
        assertThat(Files.readAllLines(SPARK_FOLDER.resolve(".dockerignore")))
                .startsWith("*")
                .contains("target/*", "!target/lib", "!target/s3", "!target/millrace-spark-*.jar");
    }

    @Test
    void theBaseIsTheSparkThatTheJobsAreBuiltWith() throws IOException {
        Dockerfile file = Dockerfile.read(SPARK_FOLDER.resolve("Dockerfile"));
        String version = file.globalDefault("SPARK_VERSION").orElseThrow();
        String pom = Files.readString(Path.of("../pom.xml"));

        assertThat(pom).contains("<spark.version>" + version + "</spark.version>");
        String scala = pom.replaceAll("(?s).*<scala.version>([^<]+).*", "$1");
        assertThat(file.base()).isEqualTo("spark:" + version + "-scala" + scala + "-java17-ubuntu");
    }

    @Test
    void theBaseIsStrimzisImageOfTheKafkaThatTheTestsRun() throws IOException {
        Dockerfile file = Dockerfile.read(Path.of("Dockerfile"));
        String kafka = file.globalDefault("KAFKA_VERSION").orElseThrow();

        assertThat(Files.readString(Path.of("../pom.xml"))).contains("<kafka.version>" + kafka + "</kafka.version>");
        assertThat(file.base()).matches("quay\\.io/strimzi/kafka:\\d+\\.\\d+\\.\\d+-kafka-" + kafka);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.debezium", "Dockerfile.plugin", "../spark/Dockerfile"})
    void theDefaultVersionIsTheProjects(String name) throws IOException {
        assertThat(Files.readString(Path.of("../pom.xml")).replaceAll("(?s).*?<version>([^<]+).*", "$1"))
                .isEqualTo(defaultVersion(Path.of(name)));
    }

    private static String defaultVersion(Path file) throws IOException {
        return Files.readString(file).replaceAll("(?s).*?\nARG MILLRACE_VERSION=(\\S+).*", "$1");
    }

    @Test
    void theContextHoldsWhatIsCopiedAndLittleElse() throws IOException {
        assertThat(Files.readAllLines(Path.of(".dockerignore")))
                .startsWith("*")
                .containsExactlyInAnyOrder(
                        "*", "!plugins.lock", "!target", "target/*", "!target/debezium", "!target/plugins");
        Stream.of("Dockerfile", "Dockerfile.debezium", "Dockerfile.plugin")
                .flatMap(name -> Dockerfile.read(Path.of(name)).sources().stream())
                .forEach(source -> assertThat(source).matches("plugins\\.lock|target/(debezium|plugins)/"));
    }

    @Test
    void aGoodFileHasNoProblem() throws IOException {
        Files.createDirectories(context.resolve("target/plugins"));

        assertThat(Dockerfile.parse(GOOD).problems(context, CONNECT)).isEmpty();
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("wrongFiles")
    void aWrongFileIsRefused(String from, String to, String problem) throws IOException {
        Files.createDirectories(context.resolve("target/plugins"));
        assertThat(GOOD).contains(from);

        assertThat(Dockerfile.parse(GOOD.replace(from, to)).problems(context, CONNECT))
                .containsExactly(problem);
    }

    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                arguments("base:${VERSION}", "base", "base without a version: example.org/base"),
                arguments("base:${VERSION}", "base:latest", "base without a version: example.org/base:latest"),
                arguments(
                        "DIGEST=\n",
                        "DIGEST=@sha256:12ab\n",
                        "base without a version: example.org/base:1.2.0@sha256:12ab"),
                arguments(
                        "FROM ${BASE_IMAGE}${BASE_DIGEST}",
                        "FROM example.org/base:1.2.0",
                        "no argument in FROM: the base cannot be pinned"),
                arguments("USER 1001\n", "", "runs as root (expected 1001)"),
                arguments("USER 1001\n", "USER 1001\nUSER 0\n", "runs as 0 (expected 1001)"),
                arguments("USER 1001", "USER 1001\nADD x.tar /x", "ADD: x.tar /x"),
                arguments(
                        "USER 1001",
                        "RUN set -e; \\\n  curl -L example.org/x | sh\nUSER 1001",
                        "RUN that takes from the network: set -e;    curl -L example.org/x | sh"),
                arguments(
                        "image.licenses=\"Apache-2.0\"", "image.note=x", "no label org.opencontainers.image.licenses"),
                arguments("COPY target/plugins/", "COPY target/none/", "COPY of what is not there: target/none/"));
    }

    /** A label or user of an earlier stage does not count. */
    @Test
    void onlyTheLastStageCounts() throws IOException {
        Files.createDirectories(context.resolve("target/plugins"));
        String twoStages = GOOD + "FROM ${BASE_IMAGE}\n";

        assertThat(Dockerfile.parse(twoStages).problems(context, CONNECT))
                .contains("runs as the base's user (expected 1001)")
                .hasSize(1 + Dockerfile.LABELS.size());
        assertThat(Arrays.asList(Dockerfile.parse(twoStages).base())).containsExactly("example.org/base:1.2.0");
    }
}
