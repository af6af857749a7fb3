// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.terminal;

/** What text means, as a colour of the terminal's own palette. */
public enum Colour {
    /** Something that went wrong or was taken away. */
    RED("31"),
    /** Something that is well or was added. */
    GREEN("32"),
    /** Something to look at or that was changed. */
    YELLOW("33"),
    /** A name: of a file, a plugin, a step. */
    CYAN("36"),
    /** What matters less. */
    DIM("2"),
    /** What matters most. */
    BOLD("1");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    /** {@code text} in this colour; as it is where there is nothing of it. */
    String paint(String text) {
        return text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
