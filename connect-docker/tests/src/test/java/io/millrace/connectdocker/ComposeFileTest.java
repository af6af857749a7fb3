// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The Compose file keeps the rules and fits the files around it, and a file that breaks a rule is found out. */
class ComposeFileTest {
    private static final Path FOLDER = Path.of("");
    private static final Path MONITORING = Path.of("..", "monitoring");

    private static final String GOOD = """
            services:
              database:
                image: postgres:17.1
                ports: ["127.0.0.1:5432:5432"]
                volumes: ["data:/data", "./setup.sql:/setup.sql:ro"]
                healthcheck: {test: ["CMD", "pg_isready"]}
              connect:
                image: millrace/connect:${VERSION:-0.1}
                environment: {DB_URL: x}
                healthcheck: {test: ["CMD", "true"]}
                depends_on: {database: {condition: service_healthy}}
              connectors:
                image: millrace/connect:${VERSION:-0.1}
                restart: "no"
            volumes:
              data:
            """;

    @TempDir
    private Path folder;

    private final ComposeFile shipped = ComposeFile.read(Path.of("compose.yaml"));

    @Test
    void keepsTheRules() {
        assertThat(shipped.problems(FOLDER)).isEmpty();
        assertThat(shipped.root().path("services").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "kafka",
                        "registry",
                        "mysql",
                        "postgres",
                        "clickhouse",
                        "connect-image",
                        "connect",
                        "connectors",
                        "prometheus",
                        "alertmanager",
                        "grafana",
                        "loki",
                        "alloy",
                        "metabase");
    }

    /** What the worker logs with and what reads it are the files that other tests try. */
    @Test
    void logsAsTheModuleMonitoringSays() {
        assertThat(shipped.service("connect")
                        .path("environment")
                        .path("KAFKA_LOG4J_OPTS")
                        .asText())
                .isEqualTo("-Dlog4j2.configurationFile=/opt/millrace/log4j2.properties"
                        + " -Dlog4j2.isThreadContextMapInheritable=true");
        assertThat(mounts("connect"))
                .contains("../monitoring/logging/log4j2.properties:/opt/millrace/log4j2.properties:ro");
        assertThat(mounts("loki")).contains("../monitoring/logging/loki/rules:/etc/loki/rules/fake:ro");
        assertThat(mounts("alloy")).contains("../monitoring/logging/alloy/compose.alloy:/etc/alloy/config.alloy:ro");
    }

    /** Docker's socket is as good as root: only who asks for logs gives it away. */
    @Test
    void dockersSocketIsGivenOnlyToWhatReadsLogs() {
        shipped.root().path("services").fieldNames().forEachRemaining(name -> {
            boolean hasSocket = mounts(name).stream().anyMatch(mount -> mount.startsWith("/var/run/docker.sock"));
            assertThat(hasSocket).as(name).isEqualTo(name.equals("alloy"));
        });
        assertThat(shipped.service("alloy").path("profiles").path(0).asText()).isEqualTo("logs");
    }

    private List<String> mounts(String service) {
        List<String> mounts = new ArrayList<>();
        shipped.service(service).path("volumes").forEach(mount -> mounts.add(mount.asText()));
        return mounts;
    }

    @Test
    void theWorkerHasWhatTheConnectorsRead() {
        assertThat(connectorFiles()).hasSize(9);
        assertThat(shipped.unset("connect", connectorFiles())).isEmpty();
    }

    @Test
    void everyConnectorThatIsPostedIsThere() {
        String posted = shipped.service("connectors")
                .path("environment")
                .path("CONNECTORS")
                .asText();

        assertThat(ComposeFile.withDefaults(posted).split(" "))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(Pipeline.connector(name)).exists());
    }

    @Test
    void theExampleEnvironmentHasEveryVariableWithItsDefault() throws IOException {
        Map<String, String> example = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of(".env.example"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("=", 2);
                example.put(parts[0], parts[1]);
            }
        }

        assertThat(new TreeMap<>(shipped.variables())).isEqualTo(example);
    }

    @Test
    void noPasswordStandsInTheFile() {
        Stream.of("mysql", "postgres", "clickhouse", "registry", "connect", "grafana", "metabase")
                .map(name -> shipped.service(name).path("environment"))
                .forEach(environment -> environment.fieldNames().forEachRemaining(name -> {
                    if (Pattern.compile("PASS|TOKEN|KEYS").matcher(name).find()) {
                        assertThat(environment.path(name).asText()).as(name).startsWith("${");
                    }
                }));
    }

    @Test
    void everyDatabaseOnPostgresIsMade() throws IOException {
        String made = Files.readString(Path.of("compose", "postgres", "databases.sql"));
        JsonNode postgres = shipped.service("postgres").path("environment");

        assertThat(made)
                .contains("CREATE DATABASE "
                        + shipped.service("metabase")
                                .path("environment")
                                .path("MB_DB_DBNAME")
                                .asText() + ";")
                .contains("CREATE DATABASE "
                        + shipped.service("registry")
                                .path("environment")
                                .path("REGISTRY_DATASOURCE_URL")
                                .asText()
                                .replaceFirst(".*/", "")
                        + ";");
        assertThat(shipped.service("connect")
                        .path("environment")
                        .path("POSTGRES_URL")
                        .asText())
                .endsWith("/" + postgres.path("POSTGRES_DB").asText());
    }

    /** The registry, Kafka and PostgreSQL are of the versions that the tests run. */
    @Test
    void runsTheVersionsThatTheTestsRun() throws IOException {
        String pom = Files.readString(Path.of("../pom.xml"));

        assertThat(pom)
                .contains("<kafka.version>" + tag("kafka") + "</kafka.version>")
                .contains("<apicurio.version>" + tag("registry") + "</apicurio.version>")
                .contains("<postgres.binaries.version>" + tag("postgres") + ".0</postgres.binaries.version>");
    }

    @Test
    void theWorkersPropertiesAreThoseOfTheReadme() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("compose", "worker.properties"))) {
            properties.load(reader);
        }
        String readme = Files.readString(Path.of("README.md"));
        String block = readme.replaceAll("(?s).*```properties\n(.*?)```.*", "$1");

        assertThat(block.lines()).hasSize(5).allSatisfy(line -> {
            String[] parts = line.split("=", 2);
            assertThat(properties.getProperty(parts[0])).as(parts[0]).isEqualTo(parts[1]);
        });
        Pattern allowed = Pattern.compile(properties.getProperty("config.providers.env.param.allowlist.pattern"));
        assertThat(properties.getProperty("bootstrap.servers")).isEqualTo("${env:KAFKA_BOOTSTRAP}");
        assertThat("KAFKA_BOOTSTRAP").matches(allowed);
        Set<String> read =
                new HashSet<>(ComposeFile.parse("services: {connect: {}}").unset("connect", connectorFiles()));
        assertThat(read).isNotEmpty().allMatch(name -> allowed.matcher(name).matches());
    }

    @Test
    void prometheusReadsTheWorkersExporterAndTheRegistry() throws IOException {
        Map<String, String> targets = new TreeMap<>();
        JsonNode prometheus =
                ComposeFile.yaml(mounted("prometheus", "/etc/prometheus").resolve("prometheus.yaml"));
        prometheus
                .path("scrape_configs")
                .forEach(job -> targets.put(
                        job.path("job_name").asText(),
                        job.at("/static_configs/0/targets/0").asText()));

        assertThat(targets)
                .containsOnly(
                        Map.entry("kafka-connect", "connect:9404"), Map.entry("schema-registry", "registry:8080"));
        assertThat(Files.readString(Path.of("compose", "connect"))).contains("=9404:$(dirname \"$0\")/jmx.yaml");
        assertThat(ComposeFile.yaml(mounted("connect", "/opt/millrace/jmx.yaml"))
                        .path("includeObjectNames"))
                .isNotEmpty();
    }

    @Test
    void prometheusTellsAlertmanager() throws IOException {
        Path folder = mounted("prometheus", "/etc/prometheus");
        JsonNode prometheus = ComposeFile.yaml(folder.resolve("prometheus.yaml"));

        assertThat(prometheus
                        .at("/alerting/alertmanagers/0/static_configs/0/targets/0")
                        .asText())
                .isEqualTo("alertmanager:9093");
        assertThat(prometheus.at("/rule_files/0").asText()).isEqualTo("rules/*.yaml");
        assertThat(folder.resolve("rules/connect.yaml")).isRegularFile();
        assertThat(mounted("alertmanager", "/etc/alertmanager").resolve("alertmanager.yaml"))
                .isRegularFile();
        for (String service : List.of("prometheus", "alertmanager")) {
            assertThat(shipped.service(service).path("command").path(0).asText())
                    .isEqualTo("--config.file=/etc/" + service + "/" + service + ".yaml");
        }
    }

    /** What of this checkout is at a path in a container. */
    private Path mounted(String service, String target) {
        for (JsonNode mount : shipped.service(service).path("volumes")) {
            String[] parts = mount.asText().split(":");
            if (parts[1].equals(target)) {
                return FOLDER.resolve(parts[0]);
            }
        }
        throw new AssertionError(service + " has nothing at " + target);
    }

    /** The data sources are the shipped ones, filled in with Grafana's environment, as Grafana does. */
    @Test
    void grafanaReadsPrometheusLokiAndTheTables() throws IOException {
        JsonNode environment = shipped.service("grafana").path("environment");
        String text = Files.readString(MONITORING.resolve("grafana/provisioning/datasources/millrace.yaml"));
        for (Map.Entry<String, JsonNode> variable : environment.properties()) {
            text = text.replace(
                    "${" + variable.getKey() + "}", variable.getValue().asText());
        }
        JsonNode sources = ComposeFile.parse(text).root().path("datasources");
        JsonNode postgres = shipped.service("postgres").path("environment");

        assertThat(text.replaceAll("\\$\\{POSTGRES_PASSWORD:-.*}", "")).doesNotContain("${");
        assertThat(sources).hasSize(4);
        assertThat(sources.path(0).path("url").asText()).isEqualTo("http://prometheus:9090");
        assertThat(sources.path(1).path("url").asText()).isEqualTo("http://loki:3100");
        assertThat(sources.path(2).path("url").asText()).isEqualTo("http://alertmanager:9093");
        JsonNode tables = sources.path(3);
        assertThat(tables.path("url").asText()).isEqualTo("postgres:5432");
        assertThat(tables.path("user").asText())
                .isEqualTo(postgres.path("POSTGRES_USER").asText());
        assertThat(tables.path("jsonData").path("database").asText())
                .isEqualTo(postgres.path("POSTGRES_DB").asText());
        assertThat(tables.path("secureJsonData").path("password").asText())
                .isEqualTo(postgres.path("POSTGRES_PASSWORD").asText());
    }

    /** Grafana finds the dashboards where its provider looks. */
    @Test
    void grafanaShowsTheDashboards() {
        String folder = ComposeFile.yaml(MONITORING.resolve("grafana/provisioning/dashboards/millrace.yaml"))
                .path("providers")
                .path(0)
                .path("options")
                .path("path")
                .asText();

        assertThat(shipped.service("grafana").path("volumes"))
                .extracting(JsonNode::asText)
                .contains(
                        "../monitoring/grafana/provisioning:/etc/grafana/provisioning:ro",
                        "../monitoring/grafana/dashboards:" + folder + ":ro");
    }

    @Test
    void aGoodFileHasNoProblem() throws IOException {
        Files.createFile(folder.resolve("setup.sql"));

        assertThat(ComposeFile.parse(GOOD).problems(folder)).isEmpty();
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("wrongFiles")
    void aWrongFileIsRefused(String from, String to, String problem) throws IOException {
        Files.createFile(folder.resolve("setup.sql"));
        assertThat(GOOD).contains(from);

        assertThat(ComposeFile.parse(GOOD.replaceFirst(Pattern.quote(from), to.replace("$", "\\$")))
                        .problems(folder))
                .containsExactly(problem);
    }

    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                arguments("postgres:17.1", "postgres", "database: image without a version: postgres"),
                arguments("postgres:17.1", "postgres:latest", "database: image without a version: postgres:latest"),
                arguments("postgres:17.1", "postgres:17", "database: image without a version: postgres:17"),
                arguments("127.0.0.1:5432", "5432", "database: port not on 127.0.0.1: 5432:5432"),
                arguments("127.0.0.1:5432", "0.0.0.0:5432", "database: port not on 127.0.0.1: 0.0.0.0:5432:5432"),
                arguments("    healthcheck: {test: [\"CMD\", \"true\"]}\n", "", "connect: no health check"),
                arguments("service_healthy", "service_started", "connect: does not wait until database is healthy"),
                arguments(
                        "{database: {condition: service_healthy}}", "[database]", "connect: does not wait for health"),
                arguments("./setup.sql", "./gone.sql", "database: mounts what is not there: ./gone.sql"),
                arguments("setup.sql:ro", "setup.sql", "database: can write to ./setup.sql"),
                arguments("./setup.sql", "/etc/passwd", "database: mounts a file of the host: /etc/passwd"),
                arguments(
                        "./setup.sql:/setup.sql:ro",
                        "/var/run/docker.sock:/d",
                        "database: can write to /var/run/docker.sock"),
                arguments("data:/data", "other:/data", "database: no volume other"),
                arguments("{DB_URL: x}", "{DB_URL: \"${SECRET}\"}", "no default for SECRET"));
    }

    @Test
    void aVariableThatIsNotSetIsFound() throws IOException {
        Path connector = Files.writeString(folder.resolve("c.json"), "{\"a\": \"${env:DB_URL}${env:DB_USER}\"}");

        assertThat(ComposeFile.parse(GOOD).unset("connect", List.of(connector))).containsExactly("DB_USER");
    }

    private String tag(String service) {
        return shipped.service(service).path("image").asText().replaceFirst(".*:", "");
    }

    private static List<Path> connectorFiles() {
        try (Stream<Path> own = Files.list(Path.of("connectors"));
                Stream<Path> ofClickHouse = Files.list(Path.of("connectors", "clickhouse"))) {
            return Stream.concat(own, ofClickHouse)
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
