// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import java.util.ArrayList;
import java.util.List;

/** Text in lines no longer than a width; a word that is longer than that has a line of its own. */
record Paragraph(int width) {
    List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(line -> wrap(line.stripTrailing(), lines));
        return lines;
    }

    private void wrap(String text, List<String> lines) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
    }
}
