// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.docs.LinksTest.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} draws what the code is. */
class ArchitecturePageTest {
    private static final Pattern ARROW = Pattern.compile("(?m)^    ([a-z-]+) --> ([a-z-]+)$");
    private static final Pattern BLOCK = Pattern.compile("(?s)```mermaid\nsequenceDiagram\n(.*?)```");
    private static final Pattern PARTICIPANT = Pattern.compile("(?m)^    participant (\\w+) as (\\w+)$");
    private static final Pattern CALL = Pattern.compile("(?m)^    (\\w+)->>(\\w+): (\\w+)\\(\\)");
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>millrace-([a-z-]+)</artifactId>");

    @Test
    void drawsTheArrowsThatTheBuildHas() throws IOException {
        Set<String> drawn = new TreeSet<>();
        Set<String> modules = new TreeSet<>();
        ARROW.matcher(page()).results().forEach(arrow -> {
            drawn.add(arrow.group(1) + " --> " + arrow.group(2));
            modules.add(arrow.group(1));
            modules.add(arrow.group(2));
        });

        Set<String> built = new TreeSet<>();
        for (String module : modules) {
            for (String other : dependencies(pom(module))) {
                built.add(module + " --> " + other);
            }
        }

        assertThat(drawn).hasSizeGreaterThan(10).isEqualTo(built);
    }

    @Test
    void callsMethodsThatAreThere() throws IOException {
        Map<String, List<Path>> classes = classes();
        List<String> wrong = new ArrayList<>();
        long calls = 0;
        for (MatchResult block : BLOCK.matcher(page()).results().toList()) {
            Map<String, String> participants = PARTICIPANT
                    .matcher(block.group(1))
                    .results()
                    .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
            for (MatchResult call : CALL.matcher(block.group(1)).results().toList()) {
                calls++;
                problem(classes, participants.getOrDefault(call.group(2), ""), call.group(3), wrong::add);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(calls).isGreaterThan(30);
    }

    private static void problem(Map<String, List<Path>> classes, String name, String method, Consumer<String> wrong)
            throws IOException {
        for (Path file : classes.getOrDefault(name, List.of())) {
            String code = Files.readString(file);
            if (hasMethod(code, method) || inherits(classes, code, name, method)) {
                return;
            }
        }
        wrong.accept("no " + name + "." + method + "()");
    }

    private static boolean hasMethod(String code, String method) {
        return Pattern.compile("[\\w>\\]] " + method + "\\(").matcher(code).find();
    }

    private static boolean inherits(Map<String, List<Path>> classes, String code, String name, String method)
            throws IOException {
        Matcher parent = Pattern.compile("class " + name + " extends (\\w+)").matcher(code);
        if (parent.find()) {
            for (Path file : classes.getOrDefault(parent.group(1), List.of())) {
                if (hasMethod(Files.readString(file), method)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** By simple name, which some share. */
    private static Map<String, List<Path>> classes() throws IOException {
        return Repository.files(".java").stream()
                .filter(file -> file.toString().contains("src/main/java"))
                .collect(Collectors.groupingBy(
                        file -> file.getFileName().toString().replace(".java", "")));
    }

    private static List<String> dependencies(String pom) {
        return DEPENDENCY
                .matcher(pom)
                .results()
                .map(found -> found.group(1))
                .filter(dependency -> !dependency.contains("<scope>"))
                .flatMap(dependency -> ARTIFACT.matcher(dependency).results().map(found -> found.group(1)))
                .toList();
    }

    private static String pom(String module) throws IOException {
        UnaryOperator<String> path = folder -> folder + module + "/pom.xml";
        return Files.readString(Stream.of("", "connectors/")
                .map(path)
                .map(Repository.ROOT::resolve)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no module " + module)));
    }

    private static String page() throws IOException {
        return Files.readString(Repository.ROOT.resolve("docs/architecture.md"));
    }
}
