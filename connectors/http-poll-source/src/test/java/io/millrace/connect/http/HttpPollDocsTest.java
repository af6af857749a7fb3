// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.device.internal.net.SourceMetrics;
import io.millrace.testkit.FakePluginMetrics;
import io.millrace.testkit.FakeSourceTaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The connector's page names every metric and every error. */
class HttpPollDocsTest {
    private static final Pattern METRIC = Pattern.compile("`([a-z0-9-]+-(?:total|rate|avg-ms|max-ms))`");
    private static final Pattern ERROR = Pattern.compile("new (?:Connect|Data)Exception\\(\\s*\"(Cannot [^\":]+)");
    private static final Pattern LOOP = Pattern.compile("looping\\([^\"{;]*\"([^\"]+)\"");

    private static String page() {
        return text(Path.of("../../docs/connectors/http-poll-source.md"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void namesEveryMetricAndNoOther() {
        try (FakePluginMetrics metrics = new FakePluginMetrics()) {
            SourceMetrics.of(new FakeSourceTaskContext(metrics));
            Matcher named = METRIC.matcher(page());

            Set<String> names =
                    named.results().map(each -> each.group(1)).collect(Collectors.toCollection(TreeSet::new));
            assertThat(names).isEqualTo(metrics.values().keySet());
        }
    }

    @Test
    void namesEveryErrorThatStopsATask() throws IOException {
        String page = page();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            String code = sources.filter(Files::isRegularFile)
                    .map(HttpPollDocsTest::text)
                    .collect(Collectors.joining());

            Set<String> errors = Stream.of(ERROR, LOOP)
                    .flatMap(pattern -> pattern.matcher(code).results())
                    .map(HttpPollDocsTest::words)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(errors).hasSizeGreaterThan(12).allMatch(page::contains, "is on the page");
        }
    }

    private static String words(MatchResult found) {
        return found.group(1).replaceFirst(" at $", "").trim();
    }
}
