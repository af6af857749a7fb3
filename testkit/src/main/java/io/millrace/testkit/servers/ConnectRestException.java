// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

/** Connect's REST API refused a request. */
public final class ConnectRestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String body;

    ConnectRestException(String method, String path, int status, String body) {
        super("%s %s: status %d: %s".formatted(method, path, status, body));
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** What Connect answered, whole. */
    public String body() {
        return body;
    }
}
