// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.lint.finding.Finding;
import io.millrace.cli.lint.finding.Rule;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Findings as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), as code scanning reads them. */
final class SarifReport {
    private static final String VERSION = "2.1.0";
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

    private SarifReport() {}

    static String of(Report report) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("$schema", SCHEMA);
        root.put("version", VERSION);
        ObjectNode run = root.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "millrace lint");
        rules(driver.putArray("rules"));
        run.put("columnKind", "utf16CodeUnits");
        ArrayNode results = run.putArray("results");
        report.findings().forEach(finding -> result(finding, results.addObject()));
        return root.toPrettyString();
    }

    private static void rules(ArrayNode rules) {
        for (Rule rule : Rule.values()) {
            ObjectNode node = rules.addObject();
            node.put("id", rule.id());
            node.putObject("shortDescription").put("text", rule.summary());
            node.putObject("defaultConfiguration").put("level", rule.severity().text());
        }
    }

    private static void result(Finding finding, ObjectNode node) {
        String fix = finding.fix().isEmpty() ? "" : " " + finding.fix();
        node.put("ruleId", finding.rule().id());
        node.put("level", finding.severity().text());
        node.putObject("message").put("text", finding.message() + fix);
        ObjectNode place = node.putArray("locations").addObject().putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", uri(finding.at().file()));
        place.putObject("region")
                .put("startLine", finding.at().line())
                .put("startColumn", finding.at().column());
    }

    /** A path as a reference: relative ones stay so, for the reader to look up where it has the sources. */
    private static String uri(String file) {
        try {
            Path path = Path.of(file);
            return path.isAbsolute()
                    ? path.toUri().toString()
                    : new URI(null, file.replace('\\', '/'), null).toASCIIString();
        } catch (URISyntaxException e) {
            return "unknown";
        }
    }
}
