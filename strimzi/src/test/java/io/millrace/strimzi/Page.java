// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page in Markdown. */
record Page(String text) {
    static Page read(Path file) {
        return new Page(Manifests.text(file));
    }

    /** The names in the first column of the tables of a section. */
    Set<String> firstCells(String heading) {
        String section = text.substring(text.indexOf(heading + "\n") + heading.length());
        int end = section.indexOf("\n## ");
        return Pattern.compile("^\\| (`[^|]+) \\|", Pattern.MULTILINE)
                .matcher(end < 0 ? section : section.substring(0, end))
                .results()
                .flatMap(row ->
                        Pattern.compile("`([^`]+)`").matcher(row.group(1)).results())
                .map((MatchResult name) -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
