// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.request;

/** A request cannot be taken. It has no stack trace: the cause is the sender's, who may send many such requests. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(int status, String reason, String message) {
        this(new Refusal(status, reason, message));
    }

    public RefusedException(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
