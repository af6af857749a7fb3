// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import java.util.ArrayList;
import java.util.List;

/** What tells two texts apart, line by line, with a few lines around it. */
final class LineDiff {
    private static final int CONTEXT = 3;
    private static final int MAX_CELLS = 25_000_000;

    /** A line, and whether it is only in the first text ({@code -}), only in the second ({@code +}) or in both (blank). */
    record Line(char mark, String text) {
        @Override
        public String toString() {
            return mark + " " + text;
        }
    }

    private final List<String> before;
    private final List<String> after;
    private final List<Line> lines = new ArrayList<>();

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** Changed lines and those around them; {@code ...} where lines are left out. Empty for equal texts. */
    static List<Line> between(String before, String after) {
        LineDiff diff = new LineDiff(before.lines().toList(), after.lines().toList());
        diff.compare();
        return diff.shortened();
    }

    private void compare() {
        int start = 0;
        int least = Math.min(before.size(), after.size());
        while (start < least && before.get(start).equals(after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < least - start && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        before.subList(0, start).forEach(line -> lines.add(new Line(' ', line)));
        middle(before.subList(start, before.size() - end), after.subList(start, after.size() - end));
        before.subList(before.size() - end, before.size()).forEach(line -> lines.add(new Line(' ', line)));
    }

    private void middle(List<String> was, List<String> is) {
        if ((long) (was.size() + 1) * (is.size() + 1) > MAX_CELLS) {
            was.forEach(line -> lines.add(new Line('-', line)));
            is.forEach(line -> lines.add(new Line('+', line)));
            return;
        }
        int[][] common = longestCommon(was, is);
        int i = 0;
        int j = 0;
        while (i < was.size() || j < is.size()) {
            if (i < was.size() && j < is.size() && was.get(i).equals(is.get(j))) {
                lines.add(new Line(' ', was.get(i)));
                i++;
                j++;
            } else if (j == is.size() || (i < was.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line('-', was.get(i++)));
            } else {
                lines.add(new Line('+', is.get(j++)));
            }
        }
    }

    /** For each pair of ends, how many lines their longest common subsequence has. */
    private static int[][] longestCommon(List<String> was, List<String> is) {
        int[][] common = new int[was.size() + 1][is.size() + 1];
        for (int i = was.size() - 1; i >= 0; i--) {
            for (int j = is.size() - 1; j >= 0; j--) {
                common[i][j] = was.get(i).equals(is.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private List<Line> shortened() {
        boolean[] isShown = new boolean[lines.size()];
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).mark() != ' ') {
                for (int j = Math.max(0, i - CONTEXT); j <= Math.min(lines.size() - 1, i + CONTEXT); j++) {
                    isShown[j] = true;
                }
            }
        }
        List<Line> shown = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (isShown[i]) {
                shown.add(lines.get(i));
            } else if (i > 0 && isShown[i - 1]) {
                shown.add(new Line(' ', "..."));
            }
        }
        return shown;
    }
}
