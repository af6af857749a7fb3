// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import io.millrace.cli.terminal.Colour;
import io.millrace.cli.terminal.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Columns under their names. On a terminal, those that may be shortened are, as far as the width asks for; in a pipe
 * nothing is.
 */
public final class Table {
    private static final String GAP = "  ";
    private static final int LEAST = 10;

    /** A column; numbers are set to the right. */
    public enum Column {
        TEXT,
        SHORTENED,
        NUMBER
    }

    /** Text, and what it is painted in. */
    public record Cell(String text, Optional<Colour> colour) {
        /** In the terminal's own colour. */
        public static Cell of(String text) {
            return new Cell(text, Optional.empty());
        }

        public static Cell of(String text, Colour colour) {
            return new Cell(text, Optional.of(colour));
        }
    }

    private final List<String> names = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    public Table column(String name, Column column) {
        names.add(name);
        columns.add(column);
        return this;
    }

    /** A cell for each column. */
    public void row(List<Cell> cells) {
        rows.add(List.copyOf(cells));
    }

    public void print(Console console) {
        List<Integer> widths = widths();
        if (console.isTerminal()) {
            shorten(widths, console.width());
        }
        printRow(
                console,
                widths,
                names.stream().map(name -> Cell.of(name, Colour.DIM)).toList());
        rows.forEach(row -> printRow(console, widths, row));
    }

    private List<Integer> widths() {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int column = i;
            widths.add(rows.stream()
                    .mapToInt(row -> row.get(column).text().length())
                    .reduce(names.get(i).length(), Math::max));
        }
        return widths;
    }

    /** Takes from the widest that may be shortened, one by one. */
    private void shorten(List<Integer> widths, int width) {
        int gaps = GAP.length() * (widths.size() - 1);
        while (widths.stream().mapToInt(Integer::intValue).sum() + gaps > width) {
            int widest = -1;
            for (int i = 0; i < widths.size(); i++) {
                boolean isCandidate = columns.get(i) == Column.SHORTENED && widths.get(i) > LEAST;
                if (isCandidate && (widest < 0 || widths.get(i) > widths.get(widest))) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths.set(widest, widths.get(widest) - 1);
        }
    }

    private void printRow(Console console, List<Integer> widths, List<Cell> cells) {
        StringBuilder line = new StringBuilder();
        int owed = 0; // spaces that only come if text follows
        for (int i = 0; i < cells.size(); i++) {
            String text = cut(cells.get(i).text(), widths.get(i));
            int pad = widths.get(i) - text.length();
            boolean isRight = columns.get(i) == Column.NUMBER;
            if (!text.isEmpty()) {
                line.append(" ".repeat(owed + (isRight ? pad : 0))).append(painted(console, cells.get(i), text));
                owed = (isRight ? 0 : pad) + GAP.length();
            } else {
                owed += pad + GAP.length();
            }
        }
        console.out().println(line);
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private static String painted(Console console, Cell cell, String text) {
        return cell.colour().map(colour -> console.paint(colour, text)).orElse(text);
    }
}
