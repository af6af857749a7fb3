// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command reads and writes. Results go to {@link #out()}, and only results, so that it can be piped; progress
 * and errors go to {@link #err()}.
 *
 * <p>Text has colours where it is read by a person: on a terminal, unless {@code NO_COLOR} is set (no-color.org) or
 * {@code TERM} is {@code dumb}. {@code CLICOLOR_FORCE} asks for them in a pipe too. Both are set by being not empty.
 */
public final class Console {
    private static final int DEFAULT_WIDTH = 100;
    private static final int LEAST_WIDTH = 40;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean isTerminal;
    private final int width;
    private boolean isColoured;

    private Console(InputStream in, PrintStream out, PrintStream err, boolean isTerminal, int width) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.isTerminal = isTerminal;
        this.width = width;
    }

    /** One that no person looks at. */
    public static Console plain(InputStream in, PrintStream out, PrintStream err) {
        return new Console(in, out, err, false, DEFAULT_WIDTH);
    }

    /**
     * One as the launcher found it: {@code MILLRACE_TERMINAL} is {@code true} where the output is a terminal, {@code COLUMNS}
     * its width.
     */
    public static Console of(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
        boolean isTerminal = Boolean.parseBoolean(environment.get("MILLRACE_TERMINAL"));
        Console console = new Console(in, out, err, isTerminal, width(environment.getOrDefault("COLUMNS", "")));
        boolean isWanted = isTerminal && !"dumb".equals(environment.get("TERM"));
        boolean isForced = !environment.getOrDefault("CLICOLOR_FORCE", "").isEmpty();
        boolean isRefused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        console.isColoured = (isWanted || isForced) && !isRefused;
        return console;
    }

    private static int width(String columns) {
        return columns.matches("[0-9]{1,4}") ? Math.max(LEAST_WIDTH, Integer.parseInt(columns)) : DEFAULT_WIDTH;
    }

    public InputStream in() {
        return in;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /** Whether lines can be drawn again. */
    public boolean isTerminal() {
        return isTerminal;
    }

    /** How many columns a line has. */
    public int width() {
        return width;
    }

    public boolean isColoured() {
        return isColoured;
    }

    /** From here on, text has no colours. */
    public void withoutColour() {
        isColoured = false;
    }

    /** {@code text} in a colour, where there are colours. */
    public String paint(Colour colour, String text) {
        return isColoured ? colour.paint(text) : text;
    }
}
