// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

/** Text of others, which may quote what they read: nothing of it is to drive the terminal. */
final class Printable {
    private Printable() {}

    /** On one line, without control characters. */
    static String of(String text) {
        return text.replace("\t", "    ").replaceAll("\\p{Cntrl}", "?");
    }
}
