// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.terminal;

/** Something that the caller can mend, said in one sentence; it ends the command with {@link ExitCode#FAILED}. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Problem(String sentence) {
        super(sentence);
    }

    public Problem(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
