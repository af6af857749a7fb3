// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Copies of the shipped rules in which everything goes fast: {@code for} is twelve seconds, more than one scrape that came to
 * nothing, and all that queries look back at is a minute. Otherwise the rules stay what they are.
 */
final class HurriedRules {
    private static final String WINDOW = "1m";
    private static final Pattern FOR = Pattern.compile("(?m)^(\\s+for:) \\d+[smhd]\\s*$");
    private static final Pattern RANGE = Pattern.compile("\\[\\d+[smhd]\\]");
    private static final Pattern SUBQUERY = Pattern.compile("\\[\\d+[smhd]:(\\d+[smhd])?\\]");
    private static final Pattern OFFSET = Pattern.compile("\\boffset \\d+[smhd]\\b");

    private HurriedRules() {}

    /** Writes the copies into {@code folder}. */
    static List<Path> copyTo(Path folder) {
        List<Path> copies = new ArrayList<>();
        try {
            for (Path file : ShippedQueries.ruleFiles()) {
                copies.add(Files.writeString(
                        folder.resolve(file.getFileName().toString()), hurried(Files.readString(file))));
            }
            return copies;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String hurried(String rules) {
        String soon = FOR.matcher(rules).replaceAll("$1 12s");
        String ranged = RANGE.matcher(soon).replaceAll("[" + WINDOW + "]");
        String subqueried = SUBQUERY.matcher(ranged).replaceAll("[" + WINDOW + ":1s]");
        return OFFSET.matcher(subqueried).replaceAll("offset " + WINDOW);
    }
}
