// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.docs.LinksTest.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .github/scripts/deploy} with a {@code kubectl} that writes down how it was called. */
class DeployScriptTest {
    private static final String FIRST = "kind: KafkaConnect\nmetadata:\n  name: first\n";
    private static final String SECOND = "kind: KafkaConnect\nmetadata:\n  name: second\n";

    /** What happens between applying and being ready, and what the fake answers to it. */
    private static final String KUBECTL = """
            #!/usr/bin/env bash
            echo "$*" >>calls
            case "$*" in
              kustomize*) cat rendered ;;
              "get configmap"*) [[ ! -f kept ]] || base64 --wrap=0 kept ;;
              "get namespace"*) [[ ! -f namespace ]] || echo namespace/millrace ;;
              diff*) exit "$(cat diff)" ;;
              apply*record.yaml) ;;
              apply*) file=${*: -1}; cp "$file" applied; ! grep -qsf not-applied applied ;;
              "get --filename"*) cat objects ;;
              "get kafka"*) echo '[{"type":"NotReady","message":"no such class"}]' ;;
              wait*) [[ ! -f not-ready ]] || ! grep -q "$(cat broken)" applied || [[ $* != *$(cat not-ready)* ]] ;;
              "create configmap"*) while [[ $1 != --from-file ]]; do shift; done; cp "$2" kept ;;
            esac
            """;

    private static final String OBJECTS = """
            KafkaTopic       orders   millrace   1
            KafkaConnector   source   millrace   4
            KafkaConnect     main     millrace   7
            KafkaConnector   sink     millrace   2
            """;

    private static final String KUSTOMIZE = "kustomize overlay";
    private static final String FETCH_KEPT = "get configmap millrace-deployed --namespace millrace --ignore-not-found"
            + " --output jsonpath={.binaryData.manifest\\.yaml\\.gz}";
    private static final String FIND_NAMESPACE = "get namespace millrace --ignore-not-found --output name";
    private static final String DIFF = "diff --server-side --filename new.yaml";
    private static final String APPLY_NEW = apply("new.yaml");
    private static final String APPLY_FORMER = apply("former.yaml");

    @TempDir
    Path folder;

    private int exitCode;
    private String output = "";

    @BeforeEach
    void aClusterThatHasTheNamespaceAndNothingElse() throws IOException {
        Path kubectl = Files.writeString(folder.resolve("kubectl"), KUBECTL);
        assertThat(kubectl.toFile().setExecutable(true)).isTrue();
        given("namespace", "");
        given("diff", "1");
        given("objects", OBJECTS);
        given("rendered", FIRST);
    }

    @Test
    void showsAppliesWaitsForConnectThenForConnectorsAndKeepsTheManifest() throws Exception {
        deploy();

        assertThat(exitCode).as(output).isZero();
        assertThat(calls())
                .containsExactly(
                        KUSTOMIZE,
                        FETCH_KEPT,
                        FIND_NAMESPACE,
                        DIFF,
                        APPLY_NEW,
                        find("new.yaml"),
                        await("kafkaconnects", "main", "jsonpath={.status.observedGeneration}=7"),
                        await("kafkaconnects", "main", "condition=Ready"),
                        await("kafkaconnectors", "source", "jsonpath={.status.observedGeneration}=4"),
                        await("kafkaconnectors", "source", "condition=Ready"),
                        await("kafkaconnectors", "sink", "jsonpath={.status.observedGeneration}=2"),
                        await("kafkaconnectors", "sink", "condition=Ready"),
                        "create configmap millrace-deployed --namespace millrace --from-file manifest.yaml.gz"
                                + " --dry-run=client --output yaml",
                        apply("record.yaml"));
        assertThat(applied()).isEqualTo(FIRST);
    }

    @Test
    void onlyShowsTheDifference() throws Exception {
        deploy(Map.of("ONLY_DIFF", "true"));

        assertThat(exitCode).as(output).isZero();
        assertThat(calls()).containsExactly(KUSTOMIZE, FETCH_KEPT, FIND_NAMESPACE, DIFF);
    }

    @Test
    void goesBackToTheManifestBeforeWhenAConnectorIsNotReady() throws Exception {
        deploy();
        given("rendered", SECOND);
        given("not-ready", "connectors.kafka.strimzi.io/sink * condition=Ready");
        given("broken", "second");

        deploy();

        assertThat(exitCode).isEqualTo(1);
        assertThat(calls()).containsSubsequence(DIFF, APPLY_NEW, find("new.yaml"), APPLY_FORMER, find("former.yaml"));
        assertThat(calls()).last().isEqualTo(await("kafkaconnectors", "sink", "condition=Ready"));
        assertThat(applied()).isEqualTo(FIRST);
        assertThat(output)
                .contains("kafkaconnectors.kafka.strimzi.io/sink in millrace is not ready:", "no such class")
                .endsWith("Not deployed. The manifest before is in place again, and ready.\n");
    }

    @Test
    void whatFailedIsNotKept() throws Exception {
        deploy();
        given("rendered", SECOND);
        given("not-ready", "kafkaconnects.");
        given("broken", "second");
        deploy();
        given("rendered", SECOND.replace("second", "third, second"));

        deploy();

        assertThat(exitCode).isEqualTo(1);
        assertThat(applied()).isEqualTo(FIRST);
    }

    @Test
    void goesBackWhenTheManifestCannotBeApplied() throws Exception {
        deploy();
        given("rendered", SECOND);
        given("not-applied", "second");

        deploy();

        assertThat(exitCode).isEqualTo(1);
        assertThat(calls()).containsSubsequence(DIFF, APPLY_NEW, APPLY_FORMER).doesNotContain(find("new.yaml"));
        assertThat(applied()).isEqualTo(FIRST);
    }

    @Test
    void saysWhenTheManifestBeforeIsNotReadyEither() throws Exception {
        deploy();
        given("rendered", SECOND);
        given("not-ready", "kafkaconnects.");
        given("broken", "KafkaConnect");

        deploy();

        assertThat(exitCode).isEqualTo(1);
        assertThat(output)
                .endsWith("Not deployed, and the manifest before is not ready either: look at the cluster.\n");
    }

    @Test
    void hasNothingToGoBackToTheFirstTime() throws Exception {
        given("not-ready", "kafkaconnects.");
        given("broken", "first");

        deploy();

        assertThat(exitCode).isEqualTo(1);
        assertThat(calls().stream().filter(call -> call.startsWith("apply"))).containsExactly(APPLY_NEW);
        assertThat(output)
                .endsWith("Not deployed, and nothing to go back to: no manifest of a good run is kept in millrace.\n");
    }

    @Test
    void asksForNoDifferenceBeforeTheNamespaceIsThere() throws Exception {
        Files.delete(folder.resolve("namespace"));

        deploy();

        assertThat(exitCode).as(output).isZero();
        assertThat(calls()).doesNotContain(DIFF).contains(APPLY_NEW);
    }

    @Test
    void appliesNothingWhenTheDifferenceCannotBeTold() throws Exception {
        given("diff", "2");

        deploy();

        assertThat(exitCode).isEqualTo(1);
        assertThat(calls()).last().isEqualTo(DIFF);
        assertThat(output).endsWith("kubectl diff ended with 2. Nothing was applied.\n");
    }

    @Test
    void doesNotTakeAnAnswerThatFailedForReady() throws Exception {
        Files.delete(folder.resolve("objects"));

        deploy();

        assertThat(exitCode).isEqualTo(1);
        assertThat(Files.exists(folder.resolve("kept"))).isFalse();
    }

    @Test
    void refusesAnOverlayWithoutConnect() throws Exception {
        given("rendered", "kind: KafkaTopic\n");

        deploy();

        assertThat(exitCode).isEqualTo(1);
        assertThat(calls()).containsExactly(KUSTOMIZE);
        assertThat(output).isEqualTo("""

                == Manifest of overlay
                Cannot deploy overlay: it renders no KafkaConnect. Name the folder of an overlay.
                """);
    }

    private void given(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }

    private void deploy() throws Exception {
        deploy(Map.of());
    }

    private void deploy(Map<String, String> environment) throws Exception {
        Files.deleteIfExists(folder.resolve("calls"));
        String script = Repository.ROOT.resolve(".github/scripts/deploy").toString();
        ProcessBuilder builder = new ProcessBuilder("bash", script, "overlay")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        builder.environment().keySet().removeAll(List.of("NAMESPACE", "ONLY_DIFF", "WAIT_SECONDS"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        output = new String(process.getInputStream().readAllBytes());
        exitCode = process.waitFor();
    }

    /** Without the folder that the script made for the run. */
    private List<String> calls() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("calls"))) {
            return lines.map(line -> line.replaceAll("/\\S*/([a-z]+\\.yaml)", "$1"))
                    .toList();
        }
    }

    private String applied() throws IOException {
        return Files.readString(folder.resolve("applied"));
    }

    private static String apply(String file) {
        return "apply --server-side --field-manager=millrace-deploy --filename " + file;
    }

    private static String find(String file) {
        return "get --filename " + file + " --no-headers --output"
                + " custom-columns=K:.kind,N:.metadata.name,S:.metadata.namespace,G:.metadata.generation";
    }

    private static String await(String kind, String name, String condition) {
        return "wait " + kind + ".kafka.strimzi.io/" + name + " --namespace millrace --for " + condition
                + " --timeout 600s";
    }
}
