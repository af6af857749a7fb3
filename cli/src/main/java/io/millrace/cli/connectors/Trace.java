// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import java.util.ArrayList;
import java.util.List;

/** A stack trace as a worker's status has it, and what of it says why. */
final class Trace {
    private static final String CAUSED_BY = "Caused by: ";
    private static final int FIRST_FRAMES = 2;

    private final List<String> lines;

    Trace(String text) {
        this.lines = text.lines().map(Printable::of).toList();
    }

    /** All of it. */
    List<String> lines() {
        return lines;
    }

    /** The innermost exception: its type without the package, and its text. */
    String rootCause() {
        int last = lastCause();
        if (lines.isEmpty()) {
            return "no trace";
        }
        return message(last).replaceFirst("^" + CAUSED_BY, "").replaceFirst("^(?:[\\w$]+\\.)+(?=[A-Z])", "");
    }

    /** The first exception with a few frames, then the innermost with a few of its own. */
    List<String> summary() {
        List<String> summary = new ArrayList<>(part(0));
        int last = lastCause();
        if (last > 0) {
            summary.add("...");
            summary.addAll(part(last));
        }
        return summary;
    }

    private int lastCause() {
        int last = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(CAUSED_BY)) {
                last = i;
            }
        }
        return last;
    }

    /** A text may go over several lines; those of frames begin with spaces. */
    private String message(int from) {
        StringBuilder message = new StringBuilder(lines.get(from));
        for (int i = from + 1; i < lines.size() && !isFrame(lines.get(i)); i++) {
            message.append(' ').append(lines.get(i).strip());
        }
        return message.toString();
    }

    private List<String> part(int from) {
        List<String> part = new ArrayList<>();
        int frames = 0;
        for (int i = from; i < lines.size() && frames < FIRST_FRAMES; i++) {
            if (i > from && lines.get(i).startsWith(CAUSED_BY)) {
                break;
            }
            part.add(lines.get(i));
            frames += isFrame(lines.get(i)) ? 1 : 0;
        }
        return part;
    }

    private static boolean isFrame(String line) {
        return line.strip().startsWith("at ") || line.strip().startsWith("... ");
    }
}
