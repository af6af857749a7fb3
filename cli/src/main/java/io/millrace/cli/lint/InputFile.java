// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import java.util.List;

/**
 * A file to look at.
 *
 * @param name as the caller gave it, or as it was found
 * @param isNamed whether the caller gave it, and did not leave it to be found in a folder
 */
record InputFile(String name, String text, boolean isNamed) {
    List<String> lines() {
        return text.lines().toList();
    }
}
