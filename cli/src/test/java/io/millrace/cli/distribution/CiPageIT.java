// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.millrace.cli.distribution.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody takes the workflow of {@code docs/cli/ci.md} into a repository of theirs. */
class CiPageIT {
    private static final String VERSION = System.getProperty("project.version");
    private static final Pattern CALL = Pattern.compile("millrace ([a-z]+)([^|>\\n]*)");
    private static final Pattern OPTION = Pattern.compile(" (--[a-z-]+)");

    private static final Path PAGE = Path.of("../docs/cli/ci.md");

    private static final String CONNECTOR = """
            {
              "name": "orders",
              "config": {
                "connector.class": "PostgresSinkConnector",
                "tasks.max": "1",
                "topics": "orders",
                "connection.url": "${env:POSTGRES_URL}",
                "connection.user": "${env:POSTGRES_USER}",
                "connection.password": "${env:POSTGRES_PASSWORD}",
                "key.mode": "record_value",
                "key.fields": "id",
                "key.converter": "org.apache.kafka.connect.storage.StringConverter",
                "value.converter": "io.millrace.converters.InferringJsonConverter",
                "transforms": "mask",
                "transforms.mask.type": "io.millrace.transforms.MaskFields$Value",
                "transforms.mask.fields": "email",
                "transforms.mask.mask": "partial"
              }
            }
            """;

    @TempDir
    private Path directory;

    private Path repository;
    private final Map<String, JsonNode> steps = new TreeMap<>();

    @BeforeEach
    void readPage() throws IOException {
        String page = Files.readString(PAGE);
        String workflow = page.substring(page.indexOf("```yaml\n") + "```yaml\n".length(), page.lastIndexOf("\n```"));
        JsonNode job = new ObjectMapper(new YAMLFactory())
                .readTree(workflow)
                .path("jobs")
                .path("connectors");
        job.path("steps").forEach(step -> steps.put(step.path("name").asText(), step));
        repository = Files.createDirectories(directory.resolve("repository/connectors"))
                .getParent();
    }

    @Test
    void fetchesChecksAndUnpacksTheArchive() throws IOException {
        assertThat(fetch().status()).isZero();

        Path bin = Path.of(Files.readString(directory.resolve("path")).strip());
        Ended described = Distribution.run(runner(bin, "millrace describe --kind sink"));
        assertThat(described.err()).isEmpty();
        assertThat(described.out()).contains("PostgresSinkConnector");
        assertThat(Distribution.names(repository)).containsExactly("connectors");
    }

    @Test
    void stopsAtAnArchiveThatIsNotWhole() throws IOException {
        release();
        Files.writeString(released(".tar.gz"), "half of it");

        assertThat(fetch().status()).isNotZero();
        assertThat(directory.resolve("path")).doesNotExist();
    }

    /** Commands and options, by their own help. */
    @Test
    void callsWhatThereIs() throws IOException {
        Distribution millrace = Distribution.unpackedIn(directory.resolve("unpacked"));
        String commands = Distribution.run(millrace.command("--help")).out();

        int calls = 0;
        for (JsonNode step : steps.values()) {
            Matcher call = CALL.matcher(step.path("run").asText());
            while (call.find()) {
                String command = call.group(1);
                Assumptions.assumeTrue(
                        commands.contains("\n  " + command + " "), "this build has no command " + command);
                String help =
                        Distribution.run(millrace.command(command, "--help")).out();
                Matcher options = OPTION.matcher(call.group(2));
                while (options.find()) {
                    assertThat(help).as(command).contains(options.group(1));
                }
                calls++;
            }
        }
        assertThat(calls).isEqualTo(3);
    }

    /** As golden files are made the first time: by {@code --update}. */
    @Test
    void findsAWrongFileAndOtherRecords() throws IOException {
        Distribution millrace = Distribution.unpackedIn(directory.resolve("unpacked"));
        String commands = Distribution.run(millrace.command("--help")).out();
        Assumptions.assumeTrue(commands.contains("\n  lint "), "this build has no command lint");
        Assumptions.assumeTrue(commands.contains("\n  try "), "this build has no command try");
        Path bin = millrace.launcher().getParent();
        Path connector = repository.resolve("connectors/orders.json");
        Path golden = Files.createDirectories(repository.resolve("golden/orders"));
        Files.writeString(connector, CONNECTOR);
        Files.writeString(golden.resolve("records.jsonl"), "{\"value\": {\"id\": 1, \"email\": \"jo@example.org\"}}\n");
        String update = "millrace try connectors/orders.json --records golden/orders/records.jsonl"
                + " --golden golden/orders/expected --update";
        assertThat(Files.readString(PAGE)).contains(update);
        assertThat(Distribution.run(runner(bin, update)).status()).isZero();
        assertThat(statusOf("Connector files are right", bin)).isZero();
        assertThat(statusOf("Records come out as before", bin)).isZero();

        Files.writeString(connector, CONNECTOR.replace("\"partial\"", "\"fixed\""));
        assertThat(statusOf("Connector files are right", bin)).isZero();
        assertThat(statusOf("Records come out as before", bin)).isEqualTo(1);

        Files.writeString(connector, CONNECTOR.replace("\"partial\"", "\"half\""));
        assertThat(statusOf("Connector files are right", bin)).isEqualTo(1);
        assertThat(statusOf("Findings for the pull request", bin)).isZero();
        assertThat(repository.resolve("lint.sarif")).content().contains("transforms.mask.mask");
    }

    private int statusOf(String step, Path bin) throws IOException {
        return Distribution.run(runner(bin, steps.get(step).path("run").asText()))
                .status();
    }

    private Ended fetch() throws IOException {
        if (!Files.exists(released(".tar.gz"))) {
            release();
        }
        ProcessBuilder fetch = runner(
                Path.of("/usr/bin"), steps.get("Fetch millrace").path("run").asText());
        fetch.environment().put("VERSION", VERSION);
        fetch.environment()
                .put("RELEASES", directory.resolve("releases").toUri().toString());
        return Distribution.run(fetch);
    }

    private Path released(String ending) {
        return directory.resolve("releases/v" + VERSION + "/" + Distribution.NAME + ending);
    }

    private void release() throws IOException {
        Files.createDirectories(released("").getParent());
        for (String ending : new String[] {".tar.gz", ".tar.gz.sha512"}) {
            Files.copy(Distribution.ARCHIVES.resolve(Distribution.NAME + ending), released(ending));
        }
    }

    /** As GitHub runs a step: bash with -e and pipefail, in the checkout. */
    private ProcessBuilder runner(Path bin, String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script);
        builder.directory(repository.toFile());
        builder.environment()
                .put(
                        "RUNNER_TEMP",
                        Files.createDirectories(directory.resolve("temp")).toString());
        builder.environment().put("GITHUB_PATH", directory.resolve("path").toString());
        builder.environment().merge("PATH", bin.toString(), (old, more) -> more + ":" + old);
        builder.environment().put("MILLRACE_CACHE", "off");
        builder.environment().remove("MILLRACE_PLUGINS");
        return builder;
    }
}
