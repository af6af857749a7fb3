// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.millrace.docs.LinksTest.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One workflow of GitHub Actions, and what is wrong with it. */
final class Workflow {
    static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private static final Pattern USES = Pattern.compile("^ *(?:- )?uses: *(.+)$", Pattern.MULTILINE);
    private static final Pattern PINNED = Pattern.compile("[\\w.-]+/[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\"'`|;&()<>=]+");
    private static final Pattern RUN_BY_SHELL = Pattern.compile("\\b(?:bash|sh|source) +([\\w./-]+)");

    /** Events that run what a stranger wrote with the rights of the repository. */
    private static final List<String> UNSAFE_EVENTS = List.of("pull_request_target", "workflow_run");

    /** What a job that may write does with it. */
    private static final Map<String, Pattern> NEEDED_BY = Map.of(
            "attestations", Pattern.compile("actions/attest-"),
            "contents", Pattern.compile("gh release create"),
            "id-token", Pattern.compile("actions/attest-|configure-aws-credentials|cosign sign"),
            "packages", Pattern.compile("docker/login-action"),
            "security-events", Pattern.compile("codeql-action/(analyze|upload-sarif)"));

    private final String text;
    private final List<String> problems = new ArrayList<>();

    private Workflow(String text) {
        this.text = text;
    }

    /** Everything that is wrong with it, one sentence each. */
    static List<String> problemsOf(String text) throws IOException {
        Workflow workflow = new Workflow(text);
        try {
            workflow.check(YAML.readTree(text));
        } catch (JsonProcessingException e) {
            workflow.problems.add("is no YAML: " + e.getOriginalMessage());
        }
        return workflow.problems;
    }

    /** What bash says of a script's syntax; empty if nothing. */
    static String syntaxErrors(String script) throws IOException {
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (var input = bash.outputWriter()) {
            input.write(script);
        }
        return new String(bash.getInputStream().readAllBytes()).strip();
    }

    private void check(JsonNode workflow) throws IOException {
        for (String event : UNSAFE_EVENTS) {
            if (workflow.path("on").has(event)) {
                problems.add("runs on " + event + ", with secrets in reach of strangers");
            }
        }
        JsonNode permissions = workflow.path("permissions");
        if (!permissions.toString().matches("\\{(\"contents\":\"read\")?}")) {
            problems.add("has top-level permissions " + orNone(permissions) + ", expected contents: read or {}");
        }
        if (!workflow.has("concurrency")) {
            problems.add("has no concurrency group");
        }
        checkPins(workflow);
        for (Map.Entry<String, JsonNode> job : workflow.path("jobs").properties()) {
            checkJob(job.getKey(), job.getValue());
        }
    }

    /** The parser drops comments, so the lines are read; none that the parser saw may be missing among them. */
    private void checkPins(JsonNode workflow) {
        Matcher lines = USES.matcher(text);
        int found = 0;
        while (lines.find()) {
            found++;
            String action = lines.group(1).strip();
            if (!action.startsWith("./") && !PINNED.matcher(action).matches()) {
                problems.add(
                        "uses " + action + ", expected a whole commit and its version: owner/name@commit # v1.2.3");
            }
        }
        if (found != workflow.findValues("uses").size()) {
            problems.add("writes uses: in a form that cannot be checked");
        }
    }

    private void checkJob(String name, JsonNode job) throws IOException {
        if (job.has("uses")) {
            checkCall(name, job);
            return;
        }
        if (!job.path("timeout-minutes").isInt()) {
            problems.add(name + " has no timeout-minutes");
        }
        checkPermissions(name, job.path("permissions"), job.path("steps").toString());
        Set<String> made = new HashSet<>();
        for (JsonNode step : job.path("steps")) {
            checkStep(name, step, made);
        }
    }

    /** A job that calls another workflow grants no more than that one's steps need. */
    private void checkCall(String name, JsonNode job) throws IOException {
        String called = job.path("uses").asText();
        Path file = Repository.ROOT.resolve(called);
        if (!called.startsWith("./") || !Files.exists(file)) {
            problems.add(name + " calls " + called + ", which is not in this repository");
            return;
        }
        checkPermissions(name, job.path("permissions"), Files.readString(file));
    }

    private void checkPermissions(String job, JsonNode permissions, String steps) {
        if (permissions.isValueNode() && !permissions.isMissingNode()) {
            problems.add(job + " has permissions " + permissions.asText() + ", expected only those that it needs");
        }
        for (Map.Entry<String, JsonNode> permission : permissions.properties()) {
            Pattern need = NEEDED_BY.get(permission.getKey());
            boolean writes = !permission.getValue().asText().matches("read|none");
            if (writes && (need == null || !need.matcher(steps).find())) {
                problems.add(job + " may write " + permission.getKey() + ", which none of its steps needs");
            }
        }
    }

    private void checkStep(String job, JsonNode step, Set<String> made) throws IOException {
        String action = step.path("uses").asText();
        if (action.startsWith("actions/checkout@")
                && !step.path("with").path("persist-credentials").toString().equals("false")) {
            problems.add(job + " leaves the checkout's token behind, expected persist-credentials: false");
        }
        if (action.startsWith("actions/download-artifact@")) {
            made.add(step.path("with").path("path").asText());
        }
        if (step.has("run")) {
            checkShell(job, step.path("run").asText(), made);
        }
    }

    private void checkShell(String job, String script, Set<String> made) throws IOException {
        if (script.contains("${{")) {
            problems.add(job + " puts an expression into a shell script, expected it in env: " + script.strip());
            return;
        }
        String errors = syntaxErrors(script);
        if (!errors.isEmpty()) {
            problems.add(job + " has a script that bash cannot read: " + errors);
        }
        for (String path : pathsIn(script)) {
            if (!Files.exists(Repository.ROOT.resolve(path)) && !isMade(path, made)) {
                problems.add(job + " names " + path + ", which is not in this repository");
            }
        }
    }

    /** Words that name a file of the checkout: up to the first wildcard, and neither absolute, nor a URL or an image. */
    private static Set<String> pathsIn(String script) {
        Set<String> paths = BETWEEN_WORDS
                .splitAsStream(script)
                .filter(word -> word.matches("\\.{0,2}[\\w-]*/.*") && !word.startsWith("/"))
                .map(word -> word.replaceFirst("[*?\\[$].*", ""))
                .collect(Collectors.toCollection(java.util.TreeSet::new));
        RUN_BY_SHELL.matcher(script).results().forEach(found -> paths.add(found.group(1)));
        return paths;
    }

    /** By the build of a module that exists, or by an earlier step. */
    private static boolean isMade(String path, Set<String> made) {
        int target = path.indexOf("/target/");
        if (target > 0) {
            return Files.exists(
                    Repository.ROOT.resolve(path.substring(0, target)).resolve("pom.xml"));
        }
        return made.stream().anyMatch(folder -> path.startsWith(folder + "/"));
    }

    private static String orNone(JsonNode permissions) {
        return permissions.isMissingNode() ? "none" : permissions.toString();
    }

    /** The scripts of all steps. */
    static List<String> scriptsOf(String text) throws IOException {
        return StreamSupport.stream(YAML.readTree(text).path("jobs").spliterator(), false)
                .flatMap(job -> job.findValuesAsText("run").stream())
                .toList();
    }
}
