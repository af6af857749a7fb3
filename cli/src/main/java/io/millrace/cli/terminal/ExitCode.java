// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.terminal;

/** What a command's end says to scripts. */
public enum ExitCode {
    /** Done, and nothing is wrong. */
    OK(0),
    /** The command did its work and found something: an error in a file, a record that fails, output other than expected. */
    FINDINGS(1),
    /** It was called wrongly. */
    USAGE(2),
    /** It could not do its work: a file is missing, a server does not answer. */
    FAILED(3);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** The process's exit status. */
    public int status() {
        return status;
    }
}
