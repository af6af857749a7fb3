// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import java.io.PrintStream;
import java.util.List;

/** Tells what is done, and counts it. */
final class Report {
    private final PrintStream out;
    private int made;
    private int changed;
    private int kept;

    Report(PrintStream out) {
        this.out = out;
    }

    void line(String text) {
        out.println(text);
    }

    void made(String what) {
        made++;
        line("Made " + what);
    }

    /** {@code parts} are what was different. */
    void changed(String what, List<String> parts) {
        changed++;
        line("Changed " + what + ": " + String.join(", ", parts));
    }

    /** It was as it has to be. */
    void kept() {
        kept++;
    }

    void summary() {
        line(
                made + changed == 0
                        ? "Nothing to do: all " + kept + " are as in the files."
                        : "Made " + made + ", changed " + changed + ", " + kept + " were as in the files.");
    }
}
