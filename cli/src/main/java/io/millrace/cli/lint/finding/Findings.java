// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.finding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Collects what checks find. */
public final class Findings {
    private final Set<Finding> all = new TreeSet<>();

    public void add(Finding finding) {
        all.add(finding);
    }

    /**
     * All, in the order of the files; one for a setting that several checks of the same kind found. A misspelled key is not
     * reported as an unknown one too, nor a setting that a rule of its own explains as an invalid value.
     */
    public List<Finding> sorted() {
        List<Finding> sorted = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Finding finding : all) {
            boolean isCovered = finding.rule().coveredBy().stream().anyMatch(rule -> holds(rule, finding));
            if (!isCovered && seen.add(finding.rule() + " " + finding.at() + " " + finding.key())) {
                sorted.add(finding);
            }
        }
        return sorted;
    }

    private boolean holds(Rule rule, Finding like) {
        return all.stream()
                .anyMatch(finding -> finding.rule() == rule
                        && finding.key().equals(like.key())
                        && finding.at().equals(like.at()));
    }
}
