// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.document;

/** A file that is not JSON or YAML, and where it stops to be. */
public final class SyntaxError extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Position at;

    SyntaxError(Position at, String reason) {
        super(reason);
        this.at = at;
    }

    public Position at() {
        return at;
    }
}
