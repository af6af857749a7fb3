// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** A value that a column cannot hold. Caught where the record and the column are known. */
public final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /** @param found what the value is, without its content */
    public Unfit(String found, String remedy) {
        super(found, null, false, false);
        this.remedy = remedy;
    }

    public String found() {
        return String.valueOf(getMessage());
    }

    public String remedy() {
        return remedy;
    }
}
