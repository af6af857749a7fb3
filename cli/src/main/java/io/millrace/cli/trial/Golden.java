// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.cli.terminal.Colour;
import io.millrace.cli.terminal.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares what comes out of one file's records with what came out before, which a folder keeps. */
final class Golden implements Report {
    private static final DefaultIndenter LINE = new DefaultIndenter("  ", "\n");

    /** Whether the folder is to be believed or to be written. */
    enum Mode {
        COMPARE,
        UPDATE
    }

    private final Console console;
    private final Path file;
    private final Mode mode;
    private final ArrayNode results = JsonNodeFactory.instance.arrayNode();
    private boolean isDifferent;

    /** @param records the name of the file with the records */
    Golden(Console console, Path folder, String records, Mode mode) {
        this.console = console;
        this.file = folder.resolve(records + ".golden.json");
        this.mode = mode;
    }

    /** After the end: whether it is not as it was. */
    boolean isDifferent() {
        return isDifferent;
    }

    @Override
    public void accept(Trace trace) {
        results.add(RecordJson.result(trace));
    }

    @Override
    public void end() {
        try {
            String now = text();
            String before = Files.exists(file) ? Files.readString(file) : "";
            if (mode == Mode.UPDATE) {
                update(before, now);
            } else {
                compare(before, now);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read or write " + file + ": " + e.getMessage(), e);
        }
    }

    private String text() throws JsonProcessingException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(LINE);
        printer.indentArraysWith(LINE);
        return new JsonMapper().writer(printer).writeValueAsString(results) + "\n";
    }

    private void update(String before, String now) throws IOException {
        if (before.equals(now)) {
            console.out().println(file + ": as it was");
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, now);
        console.out().println(file + ": written, " + results.size() + " records");
    }

    private void compare(String before, String now) {
        isDifferent = !before.equals(now);
        if (!isDifferent) {
            console.out()
                    .println(file + ": " + console.paint(Colour.GREEN, "same") + ", " + results.size() + " records");
        } else if (before.isEmpty()) {
            console.out()
                    .println(file + ": " + console.paint(Colour.RED, "missing")
                            + ". If what comes out is right, write it with --update.");
        } else {
            console.out()
                    .println(file + ": " + console.paint(Colour.RED, "different")
                            + " (- expected, + what came out). If it is right as it is now, write it with --update.");
            difference(LineDiff.between(before, now));
        }
    }

    private void difference(List<LineDiff.Line> lines) {
        for (LineDiff.Line line : lines) {
            String text = "  " + line;
            console.out()
                    .println(
                            switch (line.mark()) {
                                case '-' -> console.paint(Colour.RED, text);
                                case '+' -> console.paint(Colour.GREEN, text);
                                default -> text;
                            });
        }
    }
}
