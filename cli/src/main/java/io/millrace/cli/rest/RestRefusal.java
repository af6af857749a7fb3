// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

/** What a worker answered instead of what it was asked for. */
final class RestRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private final int status;

    RestRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** Whether the group is about to be able to do it: it rebalances, its leader is gone, tasks are still stopping. */
    boolean isMomentary() {
        return status == CONFLICT || isForwarding() || text().contains("can be safely retried");
    }

    /** Whether the worker that was asked could not pass it on to the leader. */
    boolean isForwarding() {
        return text().startsWith("IO Error trying to forward REST request");
    }

    boolean isNotFound() {
        return status == NOT_FOUND;
    }

    /** Whether there is no such request at all: an older worker, or no worker. */
    boolean isUnknownRequest() {
        return status == NOT_ALLOWED || (isNotFound() && text().equals("HTTP 404 Not Found"));
    }
}
