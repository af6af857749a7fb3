// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.millrace.cli.Outcome;
import io.millrace.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.connect.data.Schema.Type;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the command is called, and what it says, with Kafka's own plugins alone. */
class LintCommandTest {
    private static final String LINES = """
            {
              "name": "lines",
              "config": {
                "connector.class": "FileStreamSource",
                "file": "/tmp/in.txt",
                "topic": "lines"
              }
            }
            """;

    private static final String RESOURCE = """
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaConnector
            metadata:
              name: lines
              labels:
                strimzi.io/cluster: workers
            spec:
              class: FileStreamSource
              config:
                file: /tmp/in.txt
                topic: lines
            """;

    @TempDir
    private Path folder = Path.of("");

    private String file = "";

    @BeforeEach
    void writeFile() throws IOException {
        file = write("lines.json", LINES);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void saysNothingOfARightFile() {
        Outcome outcome = Outcome.of("lint", file);

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().strip()).isEqualTo("0 errors, 0 warnings, 0 notes in 1 connector and 0 resources.");
        assertThat(outcome.status()).isEqualTo(ExitCode.OK.status());
    }

    @Test
    void writesAsCompilersDo() throws IOException {
        String wrong = write("wrong.json", LINES.replace("\"topic\"", "\"topics\""));

        Outcome outcome = Outcome.of("lint", wrong);

        assertThat(outcome.out().lines())
                .containsExactly(
                        wrong + ":4:5: error: Missing required configuration \"topic\" which has no default value."
                                + " Set 'topic'. [missing-key]",
                        wrong + ":6:5: error: FileStreamSourceConnector has no setting 'topics'; it has no effect."
                                + " Did you mean 'topic'? [misspelled-key]",
                        wrong + ":6:5: warning: FileStreamSourceConnector is a source: it reads no topics, and"
                                + " 'topics' has no effect. Remove it. [topics-on-source]");
        assertThat(outcome.err().strip()).isEqualTo("2 errors, 1 warning, 0 notes in 1 connector and 0 resources.");
        assertThat(outcome.status()).isEqualTo(ExitCode.FINDINGS.status());
    }

    @Test
    void countsWarningsWhenStrict() throws IOException {
        String doubtful =
                write("doubtful.json", LINES.replace("\"topic\"", "\"errors.tolerance\": \"all\", \"topic\""));

        assertThat(Outcome.of("lint", doubtful).out()).contains("warning:", "[silent-loss]");
        assertThat(Outcome.of("lint", doubtful).status()).isEqualTo(ExitCode.OK.status());
        assertThat(Outcome.of("lint", "--strict", doubtful).status()).isEqualTo(ExitCode.FINDINGS.status());
    }

    @Test
    void readsWhatKustomizeWrites() {
        String wrong = RESOURCE.replace("class:", "klass:");

        Outcome outcome = Outcome.ofInput("apiVersion: v1\nkind: Service\n---\n" + wrong, "lint", "-");

        assertThat(outcome.out())
                .startsWith("-:4:1: error: No connector.class")
                .contains("-:11:3: error: spec has no field 'klass'.");
    }

    @Test
    void looksIntoFoldersAndPassesOtherFiles() throws IOException {
        Files.createDirectories(folder.resolve("more/target"));
        write("more/wrong.yaml", RESOURCE.replace("topic:", "topik:"));
        write("more/target/copy.yaml", RESOURCE.replace("topic:", "topik:"));
        write("more/package.json", "{\"name\": \"something else\"}");
        write("more/broken.json", "{");

        Outcome outcome = Outcome.of("lint", folder.toString());

        assertThat(outcome.out()).contains("wrong.yaml:11:5: error:").doesNotContain("copy.yaml", "package", "broken");
        assertThat(outcome.err()).contains(" in 2 connectors and 1 resource.");
    }

    @Test
    void passesPatchesOfKustomizeWhichHaveAPartOfAResource() throws IOException {
        Files.createDirectories(folder.resolve("overlay"));
        write("overlay/kustomization.yaml", "resources: [whole.yaml]\npatches:\n  - path: patch.yaml\n");
        write("overlay/whole.yaml", RESOURCE);
        write("overlay/patch.yaml", "apiVersion: kafka.strimzi.io/v1\nkind: KafkaConnector\nmetadata: {name: lines}\n");

        assertThat(Outcome.of("lint", folder.resolve("overlay").toString()))
                .isEqualTo(new Outcome(0, "", "0 errors, 0 warnings, 0 notes in 1 connector and 1 resource.\n"));
    }

    @Test
    void takesFilesWithTheSameWorkersAsVariantsAndNamesThatRepeatAsAnError() throws IOException {
        String workers = """
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaConnect
                metadata:
                  name: workers
                  annotations:
                    strimzi.io/use-connector-resources: "true"
                spec:
                  replicas: 1
                  bootstrapServers: kafka:9092
                  groupId: workers
                  configStorageTopic: configs
                  offsetStorageTopic: offsets
                  statusStorageTopic: statuses
                ---
                """;
        Files.createDirectories(folder.resolve("rendered"));
        Files.createDirectories(folder.resolve("twice"));
        write("rendered/dev.yaml", workers + RESOURCE);
        write("rendered/eks.yaml", workers + RESOURCE);
        write("twice/one.yaml", workers + RESOURCE);
        write("twice/two.yaml", RESOURCE);

        assertThat(Outcome.of("lint", folder.resolve("rendered").toString()).out())
                .isEmpty();
        assertThat(Outcome.of("lint", folder.resolve("twice").toString()).out())
                .contains("two.yaml:4:3: error:", "[duplicate-connector]");
    }

    @Test
    void saysOfAFileThatItHasNothing() throws IOException {
        assertThat(Outcome.of("lint", write("package.json", "{}")).out()).contains("note:", "[nothing-to-check]");
    }

    @Test
    void leavesOutWhatIsNotToBeHeard() throws IOException {
        String doubtful =
                write("doubtful.json", LINES.replace("\"topic\"", "\"errors.tolerance\": \"all\", \"topic\""));

        assertThat(Outcome.of("lint", "--disable=silent-loss", doubtful).out()).isEmpty();
        assertThat(Outcome.of("lint", "--disable=silent-loss:errors.tolerance", doubtful)
                        .out())
                .isEmpty();
        assertThat(Outcome.of("lint", "--disable=silent-loss:topic", doubtful).out())
                .isNotEmpty();
    }

    @Test
    void leavesOutWhatACommentOfYamlSays() throws IOException {
        String wrong = "    topics: lines\n";
        assertThat(Outcome.of("lint", write("a.yaml", RESOURCE + wrong)).out()).contains("[topics-on-source]");

        String inLine = RESOURCE + "    topics: lines # millrace-lint: disable=topics-on-source\n";
        String before = RESOURCE + "    # millrace-lint: disable=topics-on-source\n" + wrong;
        String ofFile = "# millrace-lint: disable-file=topics-on-source\n" + RESOURCE + wrong;
        String other = RESOURCE + "    topics: lines # millrace-lint: disable=unknown-key\n";

        assertThat(Outcome.of("lint", write("b.yaml", inLine)).out()).isEmpty();
        assertThat(Outcome.of("lint", write("c.yaml", before)).out()).isEmpty();
        assertThat(Outcome.of("lint", write("d.yaml", ofFile)).out()).isEmpty();
        assertThat(Outcome.of("lint", write("e.yaml", other)).out()).contains("[topics-on-source]");
    }

    @Test
    void leavesOutWhatAnAnnotationSaysForItsResourceAlone() throws IOException {
        String wrong = RESOURCE + "    topics: lines\n";
        String annotated = wrong.replace(
                "  labels:", "  annotations:\n    millrace.io/lint-disable: silent-loss, topics-on-source\n  labels:");

        assertThat(Outcome.of("lint", write("a.yaml", annotated)).out()).isEmpty();
        assertThat(Outcome.of("lint", write("b.yaml", annotated + "---\n" + wrong.replace("name: lines", "name: two")))
                        .out()
                        .lines())
                .singleElement()
                .asString()
                .contains("b.yaml:27:5:", "[topics-on-source]");
    }

    @Test
    void doesNotLeaveOutARuleThatThereIsNot() {
        Outcome outcome = Outcome.of("lint", "--disable=sielnt-loss", file);

        assertThat(outcome.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(outcome.err()).startsWith("There is no rule 'sielnt-loss'.");
    }

    @Test
    void needsAFileThatIsThere() {
        Outcome outcome = Outcome.of("lint", "not-there.json");

        assertThat(outcome.status()).isEqualTo(ExitCode.FAILED.status());
        assertThat(outcome.err().strip()).isEqualTo("There is no file not-there.json. Correct its name.");
    }

    @Test
    void writesJsonForPrograms() throws IOException {
        String wrong = write("wrong.json", LINES.replace("\"topic\"", "\"topik\""));

        JsonNode report = new ObjectMapper()
                .readTree(Outcome.of("lint", "--output=json", wrong).out());

        assertThat(report.get("errors").asInt()).isEqualTo(2);
        JsonNode finding = report.get("findings").get(1);
        assertThat(finding.get("rule").asText()).isEqualTo("misspelled-key");
        assertThat(finding.get("file").asText()).isEqualTo(wrong);
        assertThat(finding.get("line").asInt()).isEqualTo(6);
        assertThat(finding.get("column").asInt()).isEqualTo(5);
        assertThat(finding.get("key").asText()).isEqualTo("topik");
        assertThat(finding.get("fix").asText()).isEqualTo("Did you mean 'topic'?");
    }

    @Test
    void writesSarifThatItsSchemaAccepts() throws IOException {
        String wrong = write("wrong file.json", LINES.replace("\"topic\"", "\"topik\""));

        String sarif = Outcome.of("lint", "--output=sarif", wrong).out();

        assertThat(sarifSchema().validate(new ObjectMapper().readTree(sarif))).isEmpty();
        JsonNode run = new ObjectMapper().readTree(sarif).at("/runs/0");
        JsonNode result = run.at("/results/1");
        assertThat(result.get("ruleId").asText()).isEqualTo("misspelled-key");
        assertThat(result.get("level").asText()).isEqualTo("error");
        assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .startsWith("file:///")
                .endsWith("/wrong%20file.json");
        assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(6);
        assertThat(run.at("/tool/driver/rules").findValuesAsText("id")).contains("misspelled-key");
    }

    @Test
    void writesSarifThatItsSchemaAcceptsOfARightFileToo() throws IOException {
        String sarif = Outcome.of("lint", "--output=sarif", file).out();

        assertThat(sarifSchema().validate(new ObjectMapper().readTree(sarif))).isEmpty();
        assertThat(new ObjectMapper().readTree(sarif).at("/runs/0/results").isEmpty())
                .isTrue();
    }

    private static Schema sarifSchema() throws IOException {
        try (InputStream schema = LintCommandTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new ObjectMapper().readTree(schema));
        }
    }

    /** What tombstones-as-text is about. */
    @Test
    void jsonConverterWritesANullWithASchemaAsText() {
        try (JsonConverter converter = new JsonConverter()) {
            for (String schemas : new String[] {"true", "false"}) {
                converter.configure(Map.of("schemas.enable", schemas), false);
                assertThat(converter.fromConnectData(
                                "t", SchemaBuilder.type(Type.STRUCT).optional().build(), null))
                        .isNotNull();
                assertThat(converter.fromConnectData("t", null, null)).isNull();
            }
        }
    }
}
