// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.docs.LinksTest.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Workflows give away as little as they can, and name what is there; so do the files that GitHub reads beside them. */
class WorkflowsTest {
    private static final Path GITHUB = Repository.ROOT.resolve(".github");

    private static final String SOUND = """
            name: sound
            on:
              push:
            permissions:
              contents: read
            concurrency:
              group: sound
            jobs:
              build:
                runs-on: ubuntu-latest
                timeout-minutes: 5
                permissions:
                  contents: write
                steps:
                  - uses: actions/checkout@0123456789012345678901234567890123456789 # v6.0.2
                    with:
                      persist-credentials: false
                  - uses: actions/download-artifact@0123456789012345678901234567890123456789 # v8.0.0
                    with:
                      path: fetched
                  - run: bash .ci/run
                  - run: ls connect-docker/target/archives
                  - run: gh release create "$TAG" fetched/*
                    env:
                      TAG: ${{ github.ref_name }}
            """;

    @TestFactory
    Stream<DynamicTest> everyWorkflowIsSound() throws IOException {
        return in("workflows").stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(),
                        () -> assertThat(Workflow.problemsOf(Files.readString(file)))
                                .isEmpty()));
    }

    @Test
    void continuousIntegrationDoesWhatEveryoneElseDoes() throws IOException {
        String workflow = Files.readString(GITHUB.resolve("workflows/ci.yml"));

        assertThat(Workflow.scriptsOf(workflow)).contains("bash .ci/run");
        JsonNode jobs = Workflow.YAML.readTree(workflow).path("jobs");
        assertThat(jobs.path("java").findValue("matrix")).hasToString("{\"java\":[\"17\",\"21\",\"25\"]}");
        assertThat(jobs.path("archives").findValue("matrix"))
                .hasToString("{\"connect\":[\"3.9\",\"4.1\",\"4.2\",\"4.3\"],\"java\":[\"17\",\"21\",\"25\"]}");
        assertThat(jobs.path("containers").findValue("matrix")).hasToString("{\"mysql\":[\"8.4\",\"9.7\"]}");
    }

    /** The one that users are given follows the same rules; it names folders of theirs. */
    @Test
    void theWorkflowForConnectorFilesIsSound() throws IOException {
        String page = Files.readString(Repository.ROOT.resolve("docs/cli/ci.md"));
        String start = "```yaml\n";
        String workflow = page.substring(page.indexOf(start) + start.length(), page.lastIndexOf("\n```"));

        assertThat(Workflow.scriptsOf(workflow)).hasSize(4);
        assertThat(Workflow.problemsOf(workflow))
                .filteredOn(
                        problem -> !problem.matches("connectors names (connectors|golden)/.*not in this repository"))
                .isEmpty();
    }

    @Test
    void thereIsAnImageForEachPlugin() throws IOException {
        Set<String> images = new TreeSet<>(Set.of("connect"));
        Repository.files("src/main/plugin/manifest.json").forEach(manifest -> images.add(moduleOf(manifest)));

        assertThat(tree(GITHUB.resolve("workflows/image.yml"))
                        .findValue("matrix")
                        .path("image")
                        .valueStream()
                        .map(JsonNode::asText))
                .containsExactlyElementsOf(images);
    }

    @TestFactory
    Stream<DynamicTest> bashCanReadEveryScript() throws IOException {
        List<Path> scripts = new ArrayList<>(in("scripts"));
        scripts.add(Repository.ROOT.resolve(".ci/run"));
        scripts.add(Repository.ROOT.resolve(".ci/reproducible"));
        return scripts.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    assertThat(file).isExecutable();
                    assertThat(Workflow.syntaxErrors(Files.readString(file))).isEmpty();
                }));
    }

    @Test
    void aSoundWorkflowHasNoProblems() throws IOException {
        assertThat(Workflow.problemsOf(SOUND)).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> findsWhatIsWrong() {
        return Stream.of(
                wrong(
                        "an action by tag",
                        "checkout@0123456789012345678901234567890123456789 # v6.0.2",
                        "checkout@v6",
                        "uses actions/checkout@v6, expected a whole commit and its version: owner/name@commit # v1.2.3"),
                wrong(
                        "a commit without its version",
                        "0123456789 # v8.0.0",
                        "0123456789",
                        "uses actions/download-artifact@0123456789012345678901234567890123456789,"
                                + " expected a whole commit and its version: owner/name@commit # v1.2.3"),
                wrong(
                        "an action hidden from the check",
                        "- run: bash .ci/run",
                        "- {uses: some/action@main}",
                        "writes uses: in a form that cannot be checked"),
                wrong(
                        "no permissions",
                        "permissions:\n  contents: read\n",
                        "",
                        "has top-level permissions none, expected contents: read or {}"),
                wrong(
                        "too many permissions",
                        "  contents: read\nconc",
                        "  contents: read\n  packages: write\nconc",
                        "has top-level permissions {\"contents\":\"read\",\"packages\":\"write\"},"
                                + " expected contents: read or {}"),
                wrong(
                        "permissions that no step needs",
                        "contents: write",
                        "id-token: write",
                        "build may write id-token, which none of its steps needs"),
                wrong(
                        "all permissions for a job",
                        "permissions:\n      contents: write",
                        "permissions: write-all",
                        "build has permissions write-all, expected only those that it needs"),
                wrong(
                        "a title in a shell script",
                        "bash .ci/run",
                        "echo ${{ github.event.pull_request.title }}",
                        "build puts an expression into a shell script, expected it in env:"
                                + " echo ${{ github.event.pull_request.title }}"),
                wrong(
                        "a script that is not there",
                        "bash .ci/run",
                        "bash .ci/walk",
                        "build names .ci/walk, which is not in this repository"),
                wrong(
                        "a script without a folder that is not there",
                        "bash .ci/run",
                        "bash walk.sh",
                        "build names walk.sh, which is not in this repository"),
                wrong(
                        "output of a module that is not there",
                        "connect-docker/target",
                        "connect-podman/target",
                        "build names connect-podman/target/archives, which is not in this repository"),
                wrong(
                        "output of no step",
                        "path: fetched",
                        "path: elsewhere",
                        "build names fetched/, which is not in this repository"),
                wrong(
                        "a broken script",
                        "bash .ci/run",
                        "if true; then",
                        "build has a script that bash cannot read: bash: line 2: syntax error: unexpected end of file"),
                wrong("no time limit", "timeout-minutes: 5", "name: build", "build has no timeout-minutes"),
                wrong("no concurrency group", "concurrency:\n  group: sound\n", "", "has no concurrency group"),
                wrong(
                        "a token left behind",
                        "persist-credentials: false",
                        "persist-credentials: true",
                        "build leaves the checkout's token behind, expected persist-credentials: false"),
                wrong(
                        "strangers' code with the repository's rights",
                        "push:",
                        "pull_request_target:",
                        "runs on pull_request_target, with secrets in reach of strangers"),
                wrong(
                        "a key twice",
                        "name: sound\n",
                        "name: sound\nname: sound\n",
                        "is no YAML: Duplicate field 'name'"));
    }

    private static DynamicTest wrong(String what, String sound, String replaced, String problem) {
        return DynamicTest.dynamicTest(what, () -> {
            assertThat(SOUND).containsOnlyOnce(sound);

            assertThat(Workflow.problemsOf(SOUND.replace(sound, replaced))).containsExactly(problem);
        });
    }

    @Test
    void dependabotLooksWhereThereIsSomething() throws IOException {
        List<String> nowhere = new ArrayList<>();
        Set<String> npm = new TreeSet<>();
        for (JsonNode update : tree(GITHUB.resolve("dependabot.yml")).path("updates")) {
            Stream.concat(
                            update.findValuesAsText("directory").stream(),
                            Stream.of(update.path("directories"))
                                    .flatMap(list -> list.valueStream().map(JsonNode::asText)))
                    .forEach(folder -> {
                        if (!Files.isDirectory(Repository.ROOT.resolve(folder.substring(1)))) {
                            nowhere.add(folder);
                        }
                        if (update.path("package-ecosystem").asText().equals("npm")) {
                            npm.add(folder.substring(1));
                        }
                    });
        }

        assertThat(nowhere).isEmpty();
        assertThat(npm)
                .containsExactlyInAnyOrderElementsOf(Repository.files("package.json").stream()
                        .map(file ->
                                Repository.ROOT.relativize(file.getParent()).toString())
                        .toList());
    }

    @Test
    void issueFormsHaveWhatGitHubAsksFor() throws IOException {
        for (String form : List.of("bug.yml", "feature.yml")) {
            JsonNode asked = tree(GITHUB.resolve("ISSUE_TEMPLATE").resolve(form));

            assertThat(asked.path("name").asText()).as(form).isNotBlank();
            assertThat(asked.path("description").asText()).as(form).isNotBlank();
            List<String> ids = asked.path("body").findValuesAsText("id");
            assertThat(ids).as(form).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(3);
            for (JsonNode part : asked.path("body")) {
                String needed = part.path("type").asText().equals("markdown") ? "value" : "label";
                assertThat(part.path("attributes").path(needed).asText())
                        .as(form + " " + part)
                        .isNotBlank();
            }
        }
    }

    /** The folder that {@code src} is in. */
    private static String moduleOf(Path manifest) {
        return manifest.resolve("../../../..").normalize().getFileName().toString();
    }

    private static JsonNode tree(Path file) throws IOException {
        return Workflow.YAML.readTree(Files.readString(file));
    }

    private static List<Path> in(String folder) throws IOException {
        try (Stream<Path> files = Files.list(GITHUB.resolve(folder))) {
            List<Path> found = files.sorted().toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }
}
