// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

/** Something that the user can mend, said in one sentence and what to do; it ends the command without a stack trace. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Problem(String sentence) {
        super(sentence);
    }

    Problem(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
