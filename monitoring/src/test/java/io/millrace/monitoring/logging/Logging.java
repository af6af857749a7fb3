// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.logging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code monitoring/logging}. */
final class Logging {
    static final Path FOLDER = Path.of("logging").toAbsolutePath();
    static final Path LOG4J = FOLDER.resolve("log4j2.properties");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Logging() {}

    static List<AlloyFile> alloy() {
        return files(FOLDER.resolve("alloy"), ".alloy").stream()
                .map(file -> AlloyFile.parse(text(file)))
                .toList();
    }

    static List<LogRule> rules() {
        List<LogRule> rules = new ArrayList<>();
        for (Path file : files(FOLDER.resolve("loki/rules"), ".yaml")) {
            for (JsonNode group : yaml(file).path("groups")) {
                group.path("rules").forEach(rule -> rules.add(LogRule.of(rule)));
            }
        }
        return rules;
    }

    static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All below a folder, in order. */
    static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
