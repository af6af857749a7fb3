// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.io.PrintStream;
import java.sql.Connection;
import java.util.List;

/** Shows looks as text. */
final class Terminal implements Live.Screen {
    /** Whether lines can be drawn again. */
    enum Style {
        IN_PLACE,
        LINE_BY_LINE
    }

    private final PrintStream out;
    private final Style style;
    private int drawn;

    Terminal(PrintStream out, Style style) {
        this.out = out;
        this.style = style;
    }

    @Override
    public boolean isWatched() {
        return true;
    }

    @Override
    public void show(Look look, Connection connection) {
        if (style == Style.LINE_BY_LINE) {
            out.println(LiveTable.line(look));
            return;
        }
        List<String> lines = LiveTable.lines(look);
        StringBuilder frame = new StringBuilder();
        if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append("A\u001b[J"); // up to the first line, clear from there
        }
        lines.forEach(line -> frame.append(line).append('\n'));
        out.print(frame);
        out.flush();
        drawn = lines.size();
    }
}
