// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.servers.Binaries;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loki's alerts ask for labels that Alloy sets and for texts that programs log, and each is explained. */
class LokiRulesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** What Connect runs, whose texts are in the constants of its classes. */
    private static final List<String> JARS = List.of("connect-runtime", "kafka-clients");

    /** Said by MySQL and MariaDB, or by the JVM; no class here has them. */
    private static final Set<String> FROM_ELSEWHERE = Set.of("Access denied for user", "java.lang.OutOfMemoryError");

    static List<LogRule> rules() {
        return Logging.rules();
    }

    @Test
    void thereIsOneOfEach() {
        assertThat(rules()).hasSizeGreaterThanOrEqualTo(14);
        assertThat(rules().stream().map(LogRule::alert).toList()).doesNotHaveDuplicates();
    }

    /** An alert of one name has one page. */
    @Test
    void noNameIsThatOfAMetricsAlert() {
        String metrics = Logging.files(Path.of("prometheus/rules"), ".yaml").stream()
                .map(Logging::text)
                .collect(Collectors.joining());

        assertThat(metrics).contains("alert: ");
        assertThat(rules()).noneMatch(rule -> metrics.contains("alert: " + rule.alert() + "\n"));
    }

    @Test
    void bothFilesOfAlloyMakeTheSameOfALine() {
        List<AlloyFile> files = Logging.alloy();

        assertThat(files).hasSize(2);
        assertThat(files.get(0)).isEqualTo(files.get(1));
        assertThat(files.get(0).targetLabels()).containsExactly("cluster", "job", "namespace", "pod");
        assertThat(files.get(0).labels()).containsOnlyKeys("level");
        assertThat(files.get(0).metadata()).containsOnlyKeys("connector", "task", "logger");
    }

    /** Each connector or task as a label would be a stream of its own. */
    @ParameterizedTest
    @MethodSource("rules")
    void asksForWhatAlloySets(LogRule rule) {
        AlloyFile alloy = Logging.alloy().get(0);
        Set<String> labels = new TreeSet<>(alloy.targetLabels());
        labels.addAll(alloy.labels().keySet());
        Set<String> all = new TreeSet<>(labels);
        all.addAll(alloy.metadata().keySet());

        assertThat(labels)
                .containsAll(rule.stream().stream().map(LogRule.Condition::name).toList());
        assertThat(all).containsAll(rule.by());
        assertThat(all)
                .containsAll(rule.filters().stream()
                        .map(LogRule.Condition::name)
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void asksForTextsThatAreLogged(LogRule rule) {
        for (LogRule.Condition filter : rule.filters()) {
            if (filter.isOnLine()) {
                assertThat(filter.texts()).allMatch(LokiRulesTest::isSaid, "is said by a program");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"so nobody owns it now", "SchemaRegistryException", "waiting for the database"})
    void aTextThatNobodySaysIsFound(String text) {
        assertThat(isSaid(text)).isFalse();
    }

    /** A text with a SQLSTATE is put together from it. */
    private static boolean isSaid(String text) {
        String said = text.startsWith("SQLSTATE ") ? text.substring("SQLSTATE ".length()) : text;
        return FROM_ELSEWHERE.contains(text) || Texts.SOURCES.contains(said) || Texts.CLASSES.contains(said);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void saysWhatToDo(LogRule rule) {
        JsonNode source = rule.source();
        String page = Logging.text(ROOT.resolve("docs/logs.md"));

        assertThat(source.path("labels").path("severity").asText()).isIn("critical", "warning");
        assertThat(source.path("annotations").path("summary").asText()).isNotBlank();
        assertThat(source.path("annotations").path("description").asText()).isNotBlank();
        assertThat(source.path("annotations").path("runbook_url").asText())
                .endsWith("/docs/logs.md#" + rule.alert().toLowerCase(java.util.Locale.ROOT));
        assertThat(page).containsOnlyOnce("\n### " + rule.alert() + "\n");
    }

    @Test
    void lokiReadsTheRulesAndAlertsTheAlertmanager() {
        JsonNode loki = Logging.yaml(Logging.FOLDER.resolve("loki/loki.yaml"));

        assertThat(loki.at("/ruler/storage/type").asText()).isEqualTo("local");
        assertThat(loki.at("/ruler/alertmanager_url").asText()).isEqualTo("http://alertmanager:9093");
        assertThat(loki.at("/limits_config/allow_structured_metadata").asBoolean())
                .isTrue();
        // Structured metadata needs both.
        assertThat(loki.at("/schema_config/configs/0/schema").asText()).isEqualTo("v13");
        assertThat(loki.at("/schema_config/configs/0/store").asText()).isEqualTo("tsdb");
    }

    @Test
    void anExpressionThatIsNotUnderstoodIsRefused() throws IOException {
        JsonNode rule = new ObjectMapper()
                .readTree("{\"alert\": \"A\", \"expr\": \"rate({job=\\\"kafka-connect\\\"} |= \\\"x\\\" [5m])\"}");

        assertThatThrownBy(() -> LogRule.of(rule))
                .hasMessage("Cannot read the expression of A: rate({job=\"kafka-connect\"} |= \"x\" [5m])");
    }

    /** Read once. */
    private static final class Texts {
        static final String SOURCES = sources();
        static final String CLASSES = classes();

        /** The project's, with texts that were cut for their length put together. */
        private static String sources() {
            return Stream.of("converters", "connectors", "changes", "transforms")
                    .flatMap(module -> Logging.files(ROOT.resolve(module), ".java").stream())
                    .filter(file -> file.toString().contains("src/main/java"))
                    .map(Logging::text)
                    .map(text -> text.replaceAll("\"\\s*\\+\\s*\"", ""))
                    .collect(Collectors.joining("\n"));
        }

        private static String classes() {
            StringBuilder all = new StringBuilder();
            for (Path jar : Logging.files(Binaries.directory(), ".jar")) {
                if (jar.getParent().getFileName().toString().startsWith("kafka-")
                        && JARS.stream()
                                .anyMatch(name -> jar.getFileName().toString().matches(name + "-[\\d.]+jar"))) {
                    append(all, jar);
                }
            }
            return all.toString();
        }

        private static void append(StringBuilder all, Path jar) {
            try (JarFile opened = new JarFile(jar.toFile())) {
                for (Enumeration<JarEntry> entries = opened.entries(); entries.hasMoreElements(); ) {
                    JarEntry entry = entries.nextElement();
                    if (entry.getName().endsWith(".class")) {
                        try (InputStream in = opened.getInputStream(entry)) {
                            all.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
