// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import io.millrace.cli.document.Node.Mapping;
import io.millrace.cli.lint.finding.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What users do not want to hear of: by option, by a comment of YAML, or by a resource's annotation, which kustomize keeps
 * where it drops comments.
 */
final class Suppressions {
    private static final Pattern COMMENT =
            Pattern.compile("#\\s*millrace-lint:\\s*(disable|disable-file)=([a-z0-9.,: _-]+)");
    private static final String ANNOTATION = "millrace.io/lint-disable";

    /** Rules that are off in lines of a file. */
    private record Range(String file, int first, int last, Set<String> rules) {
        boolean covers(Finding finding) {
            boolean isInside = finding.at().file().equals(file)
                    && finding.at().line() >= first
                    && finding.at().line() <= last;
            return isInside && matches(rules, finding);
        }
    }

    private final Set<String> everywhere;
    private final List<Range> ranges = new ArrayList<>();

    /** @param everywhere rules, or rules and keys as {@code secret-likely:http.auth.keys} */
    Suppressions(Set<String> everywhere) {
        this.everywhere = Set.copyOf(everywhere);
    }

    /** Reads the comments of a file; JSON has none. */
    void comments(InputFile file) {
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            Matcher comment = COMMENT.matcher(lines.get(i));
            if (comment.find()) {
                boolean isOfFile = comment.group(1).equals("disable-file");
                boolean isAlone = lines.get(i).substring(0, comment.start()).isBlank();
                int line = i + (isAlone ? 2 : 1);
                ranges.add(new Range(
                        file.name(),
                        isOfFile ? 1 : line,
                        isOfFile ? Integer.MAX_VALUE : line,
                        names(comment.group(2))));
            }
        }
    }

    /** Reads the annotations of a file's resources. */
    void annotations(List<Mapping> resources) {
        for (int i = 0; i < resources.size(); i++) {
            Mapping resource = resources.get(i);
            int last = i + 1 < resources.size() ? resources.get(i + 1).at().line() - 1 : Integer.MAX_VALUE;
            resource.text("metadata", "annotations", ANNOTATION)
                    .ifPresent(rules -> ranges.add(
                            new Range(resource.at().file(), resource.at().line(), last, names(rules))));
        }
    }

    private static Set<String> names(String list) {
        Set<String> names = new HashSet<>();
        for (String name : list.split(",", -1)) {
            names.add(name.strip());
        }
        return names;
    }

    boolean cover(Finding finding) {
        return matches(everywhere, finding) || ranges.stream().anyMatch(range -> range.covers(finding));
    }

    private static boolean matches(Set<String> rules, Finding finding) {
        String id = finding.rule().id();
        return rules.contains(id) || rules.contains(id + ":" + finding.key());
    }
}
