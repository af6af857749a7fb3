// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The source of a job's main class, of the classes it extends, and of those that it mixes options in from. */
record JobSource(List<String> texts) {
    private static final Pattern PARTS = Pattern.compile("(?:class \\w+ extends|@Mixin\\s+(?:private )?)\\s*(\\w+)");
    private static final Pattern OPTION = Pattern.compile("names = \"(--[a-z-]+)\"");
    private static final Pattern REQUIRED = Pattern.compile(OPTION + ",\\s+required = true");

    static JobSource of(Path mainClass) {
        List<String> texts = new ArrayList<>();
        collect(mainClass, texts);
        return new JobSource(texts);
    }

    private static void collect(Path file, List<String> texts) {
        String text = Manifests.text(file);
        texts.add(text);
        for (String part : found(PARTS, text)) {
            Path source = file.resolveSibling(part + ".java");
            if (Files.exists(source)) {
                collect(source, texts);
            }
        }
    }

    /** All that the job takes, but for {@code --help} and {@code --version}. */
    Set<String> options() {
        return found(OPTION, String.join("\n", texts));
    }

    /** Those that it does not start without. */
    Set<String> requiredOptions() {
        return found(REQUIRED, String.join("\n", texts));
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text).results().map((MatchResult one) -> one.group(1)).forEach(found::add);
        return found;
    }
}
