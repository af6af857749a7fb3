// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import io.millrace.cli.lint.finding.Finding;
import io.millrace.cli.lint.setup.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Files to look at, and what there is to find in each: {@code LINE:COLUMN SEVERITY RULE KEY}, in a file beside it. */
final class Corpus {
    private static final Path ROOT = Path.of("src/test/resources/lint");
    private static final String EXPECTED = ".expected";

    private Corpus() {}

    static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.filter(file -> !file.toString().endsWith(EXPECTED))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> expected(Path file) {
        return text(file.resolveSibling(file.getFileName() + EXPECTED)).lines().toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Finding> findings(Catalog catalog, Path... files) {
        Linter linter = new Linter(catalog, new Suppressions(Set.of()));
        for (Path file : files) {
            linter.read(new InputFile(file.toString(), text(file), ""));
        }
        return linter.findings();
    }

    /** A finding as a file of expectations has it. */
    static String line(Finding finding) {
        return "%d:%d %s %s %s"
                .formatted(
                        finding.at().line(),
                        finding.at().column(),
                        finding.severity().text(),
                        finding.rule().id(),
                        finding.key())
                .strip();
    }
}
