// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.lint.finding.Finding;
import io.millrace.cli.lint.finding.Severity;

/** Findings as one JSON object. */
final class JsonReport {
    private JsonReport() {}

    static String of(Report report) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ArrayNode findings = root.putArray("findings");
        report.findings().forEach(finding -> add(finding, findings.addObject()));
        for (Severity severity : Severity.values()) {
            root.put(severity.text() + "s", report.count(severity));
        }
        return root.toPrettyString();
    }

    private static void add(Finding finding, ObjectNode node) {
        node.put("rule", finding.rule().id());
        node.put("severity", finding.severity().text());
        node.put("file", finding.at().file());
        node.put("line", finding.at().line());
        node.put("column", finding.at().column());
        node.put("key", finding.key());
        node.put("message", finding.message());
        node.put("fix", finding.fix());
    }
}
