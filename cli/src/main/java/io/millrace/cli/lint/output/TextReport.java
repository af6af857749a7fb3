// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.output;

import io.millrace.cli.document.Position;
import io.millrace.cli.lint.finding.Finding;
import io.millrace.cli.lint.finding.Severity;
import io.millrace.cli.terminal.Colour;
import io.millrace.cli.terminal.Console;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Findings as compilers write them; on a terminal with the line that they are in. */
final class TextReport {
    /** A key, in quotes or not, or a value. */
    private static final Pattern TOKEN = Pattern.compile("\"(\\\\.|[^\"])*\"|[^\\s:,{}\\[\\]]+");

    private final Console console;

    TextReport(Console console) {
        this.console = console;
    }

    void write(Report report) {
        report.findings().forEach(finding -> {
            console.out().println(line(finding));
            if (console.isTerminal()) {
                excerpt(finding.at(), report.texts().getOrDefault(finding.at().file(), ""));
            }
        });
    }

    private String line(Finding finding) {
        String severity =
                console.paint(colour(finding.severity()), finding.severity().text() + ":");
        String fix = finding.fix().isEmpty() ? "" : " " + finding.fix();
        String rule = console.paint(Colour.DIM, "[" + finding.rule().id() + "]");
        return console.paint(Colour.BOLD, finding.at() + ":") + " " + severity + " " + finding.message() + fix + " "
                + rule;
    }

    private static Colour colour(Severity severity) {
        return switch (severity) {
            case ERROR -> Colour.RED;
            case WARNING -> Colour.YELLOW;
            case NOTE -> Colour.CYAN;
        };
    }

    private void excerpt(Position at, String text) {
        List<String> lines = text.lines().toList();
        if (at.line() > lines.size()) {
            return;
        }
        String line = lines.get(at.line() - 1).replace('\t', ' ');
        String number = "%5d | ".formatted(at.line());
        console.out().println(console.paint(Colour.DIM, number) + line);
        int start = Math.min(at.column() - 1, line.length());
        Matcher token = TOKEN.matcher(line);
        int length = token.find(start) && token.start() == start ? token.end() - start : 1;
        String caret = " ".repeat(number.length() + start) + "^".repeat(Math.max(1, length));
        console.out().println(console.paint(Colour.GREEN, caret));
    }
}
