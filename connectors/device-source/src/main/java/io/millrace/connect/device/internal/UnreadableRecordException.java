// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

/**
 * A JSON value that does not have the shape it must have: where in the value, and what was found there.
 *
 * <p>The caller, who knows where the value came from, words the whole error. Holds names and types, never content.
 */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String found;

    /**
     * @param pointer JSON pointer (RFC 6901) to the offending value, {@code ""} for the whole
     * @param found what is there and what was expected: {@code a number (expected a string)}
     */
    public UnreadableRecordException(String pointer, String found) {
        super(found);
        this.pointer = pointer;
        this.found = found;
    }

    public String pointer() {
        return pointer;
    }

    public String found() {
        return found;
    }

    /** The same fault, seen from {@code parent}, the pointer to the value that was read. */
    public UnreadableRecordException inside(String parent) {
        UnreadableRecordException outer = new UnreadableRecordException(parent + pointer, found);
        outer.initCause(this);
        return outer;
    }
}
