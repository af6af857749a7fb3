// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.page;

import org.jspecify.annotations.Nullable;

/** A page that is not what it must be: where in it, and what was found there. Holds names and types, never content. */
public final class UnreadablePageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String found;

    /**
     * With the place of the fault.
     *
     * @param pointer JSON pointer (RFC 6901) into the page, {@code ""} for the whole
     */
    public UnreadablePageException(String pointer, String found, @Nullable Throwable cause) {
        super(found, cause);
        this.pointer = pointer;
        this.found = found;
    }

    public String pointer() {
        return pointer;
    }

    public String found() {
        return found;
    }
}
