// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import java.util.List;

/**
 * A file to look at.
 *
 * @param name as the caller gave it, or as it was found
 * @param origin the folder that the caller gave, in which it was found; its own name, if kustomize is to put it together
 *     with others; empty if the caller gave the file
 */
record InputFile(String name, String text, String origin) {
    boolean isNamed() {
        return origin.isEmpty();
    }

    List<String> lines() {
        return text.lines().toList();
    }
}
