// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.document;

/** A place in a file: its name as the caller gave it, line and column from 1. */
public record Position(String file, int line, int column) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
        int byFile = file.compareTo(other.file);
        int byLine = byFile != 0 ? byFile : Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    /** As compilers write it: {@code orders.json:3:5}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
