// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.output;

import io.millrace.cli.lint.finding.Finding;
import io.millrace.cli.lint.finding.Severity;
import java.util.List;
import java.util.Map;

/**
 * What was found.
 *
 * @param texts the files, by name, for excerpts
 */
public record Report(List<Finding> findings, Map<String, String> texts) {
    public Report {
        findings = List.copyOf(findings);
        texts = Map.copyOf(texts);
    }

    public long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
