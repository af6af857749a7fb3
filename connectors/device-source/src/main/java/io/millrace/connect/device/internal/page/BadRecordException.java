// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.page;

/**
 * A record of a page that does not fit: where in the page, and what was found there. The message holds names and types,
 * never content; {@link #text} is the record itself, for a topic of bad records.
 */
public final class BadRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String found;
    private final String text;

    /**
     * With its place in the page.
     *
     * @param pointer JSON pointer (RFC 6901) into the page, or {@code line 7}
     */
    public BadRecordException(String pointer, String found, String text, Throwable cause) {
        super(found, cause);
        this.pointer = pointer;
        this.found = found;
        this.text = text;
    }

    public String pointer() {
        return pointer;
    }

    public String found() {
        return found;
    }

    /** As it was sent; empty if it was too long to be kept. */
    public String text() {
        return text;
    }
}
